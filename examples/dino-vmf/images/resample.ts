import type { Picture } from './ImageSet.ts';

/** A box in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** For each output position: the first input position it reads, how many, and their weights. */
interface Filter {
  readonly first: Int32Array;
  readonly counts: Int32Array;
  readonly most: number;
  /** In units of 2^-22; they sum to about 2^22. */
  readonly weights: Int32Array;
}

const BITS = 22;
const HALF = 2 ** (BITS - 1);

/** Keys' cubic kernel with a = -1/2. */
function cubic(x: number): number {
  x = Math.abs(x);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
  return 0;
}

/** Resamples `inputs` samples to `outputs`, of which those in [from, to) are wanted; stretched when it shrinks. */
function cubicFilter(inputs: number, outputs: number, from: number, to: number): Filter {
  const scale = inputs / outputs;
  const stretch = Math.max(1, scale);
  const most = 2 * Math.ceil(2 * stretch) + 1;
  const first = new Int32Array(to - from);
  const counts = new Int32Array(to - from);
  const weights = new Int32Array((to - from) * most);
  const row = new Float64Array(most);
  for (let o = 0; o < to - from; o++) {
    const centre = (from + o + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - 2 * stretch + 0.5));
    const count = Math.min(inputs, Math.trunc(centre + 2 * stretch + 0.5)) - start;
    first[o] = start;
    counts[o] = count;
    let sum = 0;
    for (let t = 0; t < count; t++) {
      row[t] = cubic((start + t - centre + 0.5) * (1 / stretch));
      sum += row[t] as number;
    }
    for (let t = 0; t < count; t++) {
      const weight = ((row[t] as number) / sum) * 2 ** BITS;
      weights[o * most + t] = Math.trunc(weight + (weight < 0 ? -0.5 : 0.5));
    }
  }
  return { first, counts, most, weights };
}

/**
 * The box of an image resampled bicubically to `size`, with antialiasing, first along x, then along y, each rounded
 * to 8 bits: the numbers of Pillow's `crop(box).resize(size, BICUBIC)`. Only the `window` of the result is made,
 * all of it when none is given; mirrored left to right on request.
 */
export function cropResized(
  { width, channels, pixels }: Picture,
  box: Box,
  size: { readonly width: number; readonly height: number },
  mirrored = false,
  window: Box = { x: 0, y: 0, ...size },
): Picture {
  const across = cubicFilter(box.width, size.width, window.x, window.x + window.width);
  const down = cubicFilter(box.height, size.height, window.y, window.y + window.height);
  const top = down.first[0] as number;
  const last = window.height - 1;
  const bottom = (down.first[last] as number) + (down.counts[last] as number);
  const stride = window.width * channels;
  const rows = new Uint8Array((bottom - top) * stride);
  for (let y = top; y < bottom; y++) {
    const line = ((box.y + y) * width + box.x) * channels;
    for (let o = 0; o < window.width; o++) {
      const at = (y - top) * stride + (mirrored ? window.width - 1 - o : o) * channels;
      const from = line + (across.first[o] as number) * channels;
      const count = across.counts[o] as number;
      for (let c = 0; c < channels; c++) {
        let sum = HALF;
        for (let t = 0, w = o * across.most, i = from + c; t < count; t++, w++, i += channels) {
          sum = (sum + Math.imul(across.weights[w] as number, pixels[i] as number)) | 0;
        }
        rows[at + c] = clipped(sum >> BITS);
      }
    }
  }
  const out = new Uint8Array(window.height * stride);
  for (let o = 0; o < window.height; o++) {
    const from = ((down.first[o] as number) - top) * stride;
    const count = down.counts[o] as number;
    for (let x = 0; x < stride; x++) {
      let sum = HALF;
      for (let t = 0, w = o * down.most, i = from + x; t < count; t++, w++, i += stride) {
        sum = (sum + Math.imul(down.weights[w] as number, rows[i] as number)) | 0;
      }
      out[o * stride + x] = clipped(sum >> BITS);
    }
  }
  return { width: window.width, height: window.height, channels, pixels: out };
}

function clipped(x: number): number {
  return Math.min(255, Math.max(0, x));
}
