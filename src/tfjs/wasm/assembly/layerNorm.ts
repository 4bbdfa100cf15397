import { loadUpTo, storeUpTo, sumOfLanes } from './functions';

/** y = gain ⊙ (x - mean)/√(var + ε) + bias; mean and 1/√(var + ε) of each row. */
export function layerNorm(
  x: usize,
  gain: usize,
  bias: usize,
  rows: i32,
  width: i32,
  epsilon: f32,
  y: usize,
  means: usize,
  inverses: usize,
): void {
  const stride = <usize>width * 4;
  for (let i = 0; i < rows; i++, x += stride, y += stride, means += 4, inverses += 4) {
    let sums = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) sums = f32x4.add(sums, loadUpTo(x + <usize>j * 4, width - j, 0));
    const mean = sumOfLanes(sums) / <f32>width;
    const center = f32x4.splat(mean);
    sums = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) {
      const d = f32x4.sub(loadUpTo(x + <usize>j * 4, width - j, mean), center);
      sums = f32x4.add(sums, f32x4.mul(d, d));
    }
    const inverse: f32 = <f32>1 / sqrt<f32>(sumOfLanes(sums) / <f32>width + epsilon);
    const factor = f32x4.splat(inverse);
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      const left = width - j;
      const d = f32x4.mul(f32x4.sub(loadUpTo(x + at, left, 0), center), factor);
      storeUpTo(
        y + at,
        f32x4.add(f32x4.mul(d, loadUpTo(gain + at, left, 0)), loadUpTo(bias + at, left, 0)),
        left,
      );
    }
    store<f32>(means, mean);
    store<f32>(inverses, inverse);
  }
}

/** dx = (g - mean g - x̂ mean(g ⊙ x̂))/√(var + ε) with g = gain ⊙ dy; adds to dGain and dBias. */
export function layerNormGradient(
  dy: usize,
  x: usize,
  gain: usize,
  rows: i32,
  width: i32,
  means: usize,
  inverses: usize,
  dx: usize,
  dGain: usize,
  dBias: usize,
): void {
  const stride = <usize>width * 4;
  memory.fill(dGain, 0, stride);
  memory.fill(dBias, 0, stride);
  for (let i = 0; i < rows; i++, x += stride, dy += stride, dx += stride, means += 4, inverses += 4) {
    const center = v128.load32_splat(means);
    const factor = v128.load32_splat(inverses);
    let sums = f32x4.splat(0);
    let along = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      const left = width - j;
      const d = f32x4.mul(f32x4.sub(loadUpTo(x + at, left, 0), center), factor);
      const slope = loadUpTo(dy + at, left, 0);
      const g = f32x4.mul(slope, loadUpTo(gain + at, left, 0));
      sums = f32x4.add(sums, g);
      along = f32x4.add(along, f32x4.mul(g, d));
      storeUpTo(dGain + at, f32x4.add(loadUpTo(dGain + at, left, 0), f32x4.mul(slope, d)), left);
      storeUpTo(dBias + at, f32x4.add(loadUpTo(dBias + at, left, 0), slope), left);
    }
    const mean = f32x4.splat(sumOfLanes(sums) / <f32>width);
    const share = f32x4.splat(sumOfLanes(along) / <f32>width);
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      const left = width - j;
      const d = f32x4.mul(f32x4.sub(loadUpTo(x + at, left, 0), center), factor);
      const g = f32x4.mul(loadUpTo(dy + at, left, 0), loadUpTo(gain + at, left, 0));
      storeUpTo(dx + at, f32x4.mul(f32x4.sub(f32x4.sub(g, mean), f32x4.mul(d, share)), factor), left);
    }
  }
}

/** The sum of all rows. */
export function sumOfRows(x: usize, rows: i32, width: i32, sums: usize): void {
  memory.fill(sums, 0, <usize>width * 4);
  for (let i = 0; i < rows; i++, x += <usize>width * 4) {
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      const left = width - j;
      storeUpTo(sums + at, f32x4.add(loadUpTo(sums + at, left, 0), loadUpTo(x + at, left, 0)), left);
    }
  }
}

/** Adds a bias to every row, in place. */
export function addToRows(x: usize, bias: usize, rows: i32, width: i32): void {
  for (let i = 0; i < rows; i++, x += <usize>width * 4) {
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      const left = width - j;
      storeUpTo(x + at, f32x4.add(loadUpTo(x + at, left, 0), loadUpTo(bias + at, left, 0)), left);
    }
  }
}
