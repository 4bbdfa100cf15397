/** For each output position: the first input position it reads and the weights of the `taps` it reads. */
interface Filter {
  readonly taps: number;
  readonly first: Int32Array;
  readonly weights: Float32Array;
}

/** Keys' cubic kernel with a = -1/2, the bicubic filter of PIL. */
function cubic(x: number): number {
  x = Math.abs(x);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

/** Filter that resamples [start, start + length) of a line of `inputs` samples to `outputs` samples. */
function cubicFilter(inputs: number, start: number, length: number, outputs: number): Filter {
  const scale = length / outputs;
  const stretch = Math.max(1, scale);
  const taps = Math.min(inputs, Math.ceil(4 * stretch) + 1);
  const first = new Int32Array(outputs);
  const weights = new Float32Array(outputs * taps);
  const row = new Float64Array(taps);
  for (let o = 0; o < outputs; o++) {
    const centre = start + (o + 0.5) * scale;
    const from = Math.min(inputs - taps, Math.max(0, Math.floor(centre - 2 * stretch)));
    first[o] = from;
    let sum = 0;
    for (let t = 0; t < taps; t++) {
      row[t] = cubic((from + t + 0.5 - centre) / stretch);
      sum += row[t] as number;
    }
    for (let t = 0; t < taps; t++) weights[o * taps + t] = (row[t] as number) / sum;
  }
  return { taps, first, weights };
}

/** A square box of an image, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The box of a square RGB image (8 bits, `size` pixels a side) resampled bicubically to
 * `outSize` x `outSize`, as floats clamped to [0, 1]; mirrored left to right on request.
 */
export function cropResized(
  image: Uint8Array,
  size: number,
  box: Box,
  outSize: number,
  mirrored: boolean,
): Float32Array {
  const across = cubicFilter(size, box.x, box.width, outSize);
  const down = cubicFilter(size, box.y, box.height, outSize);
  const top = down.first[0] as number;
  const bottom = (down.first[outSize - 1] as number) + down.taps;
  const rows = new Float32Array((bottom - top) * outSize * 3);
  for (let y = top; y < bottom; y++) {
    for (let o = 0; o < outSize; o++) {
      let i = (y * size + (across.first[o] as number)) * 3;
      let r = 0;
      let g = 0;
      let b = 0;
      for (let t = 0, w = o * across.taps; t < across.taps; t++, w++, i += 3) {
        const weight = across.weights[w] as number;
        r += weight * (image[i] as number);
        g += weight * (image[i + 1] as number);
        b += weight * (image[i + 2] as number);
      }
      const at = ((y - top) * outSize + (mirrored ? outSize - 1 - o : o)) * 3;
      rows[at] = r;
      rows[at + 1] = g;
      rows[at + 2] = b;
    }
  }
  const stride = outSize * 3;
  const out = new Float32Array(outSize * stride);
  for (let o = 0; o < outSize; o++) {
    const from = ((down.first[o] as number) - top) * stride;
    for (let x = 0; x < stride; x++) {
      let sum = 0;
      for (let t = 0, i = from + x; t < down.taps; t++, i += stride) {
        sum += (down.weights[o * down.taps + t] as number) * (rows[i] as number);
      }
      out[o * stride + x] = Math.min(1, Math.max(0, sum / 255));
    }
  }
  return out;
}
