import { exponential, loadUpTo, logarithm, storeUpTo, sumOfLanes } from './functions';

// @ts-expect-error: decorator
@inline
function largest(x: usize, width: i32): f32 {
  let top = f32x4.splat(-f32.MAX_VALUE);
  for (let j = 0; j < width; j += 4) {
    top = f32x4.max(top, loadUpTo(x + <usize>j * 4, width - j, -f32.MAX_VALUE));
  }
  return max(
    max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
    max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
  );
}

// @ts-expect-error: decorator
@inline
function logOf(x: f32): f32 {
  return f32x4.extract_lane(logarithm(f32x4.splat(x)), 0);
}

/** y = softmax(scale x) of each row; y may be x. */
export function softmax(x: usize, rows: i32, width: i32, scale: f32, y: usize): void {
  const stride = <usize>width * 4;
  const factor = f32x4.splat(scale);
  for (let i = 0; i < rows; i++, x += stride, y += stride) {
    const top = f32x4.splat(largest(x, width) * scale);
    let sums = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) {
      const left = width - j;
      const at = <usize>j * 4;
      const e = exponential(f32x4.sub(f32x4.mul(loadUpTo(x + at, left, -Infinity), factor), top));
      storeUpTo(y + at, e, left);
      sums = f32x4.add(sums, e);
    }
    const inverse = f32x4.splat(1 / sumOfLanes(sums));
    for (let j = 0; j < width; j += 4) {
      const at = y + <usize>j * 4;
      storeUpTo(at, f32x4.mul(loadUpTo(at, width - j, 0), inverse), width - j);
    }
  }
}

/** dx = scale y ⊙ (dy - Σ dy y) of each row; dx may be dy. */
export function softmaxGradient(dy: usize, y: usize, rows: i32, width: i32, scale: f32, dx: usize): void {
  const stride = <usize>width * 4;
  const factor = f32x4.splat(scale);
  for (let i = 0; i < rows; i++, dy += stride, y += stride, dx += stride) {
    let sums = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      sums = f32x4.add(sums, f32x4.mul(loadUpTo(dy + at, width - j, 0), loadUpTo(y + at, width - j, 0)));
    }
    const along = f32x4.splat(sumOfLanes(sums));
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      const left = width - j;
      const share = f32x4.mul(factor, loadUpTo(y + at, left, 0));
      storeUpTo(dx + at, f32x4.mul(share, f32x4.sub(loadUpTo(dy + at, left, 0), along)), left);
    }
  }
}

/** log Σ exp x of each row, less its largest entry, which goes to `tops`. */
export function logSumExp(x: usize, rows: i32, width: i32, logs: usize, tops: usize): void {
  for (let i = 0; i < rows; i++, x += <usize>width * 4, logs += 4, tops += 4) {
    const peak = largest(x, width);
    const top = f32x4.splat(peak);
    let sums = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) {
      const e = exponential(f32x4.sub(loadUpTo(x + <usize>j * 4, width - j, -Infinity), top));
      sums = f32x4.add(sums, e);
    }
    store<f32>(logs, logOf(sumOfLanes(sums)));
    store<f32>(tops, peak);
  }
}

/** y = (x - largest) - log Σ exp(x - largest) of each row. */
export function logSoftmax(x: usize, rows: i32, width: i32, y: usize, one: usize): void {
  const stride = <usize>width * 4;
  for (let i = 0; i < rows; i++, x += stride, y += stride) {
    logSumExp(x, 1, width, one, one + 4);
    const log = v128.load32_splat(one);
    const top = v128.load32_splat(one, 4);
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      const left = width - j;
      storeUpTo(y + at, f32x4.sub(f32x4.sub(loadUpTo(x + at, left, 0), top), log), left);
    }
  }
}

/** dx = dy - exp(y) Σ dy of each row. */
export function logSoftmaxGradient(dy: usize, y: usize, rows: i32, width: i32, dx: usize): void {
  const stride = <usize>width * 4;
  for (let i = 0; i < rows; i++, dy += stride, y += stride, dx += stride) {
    let sums = f32x4.splat(0);
    for (let j = 0; j < width; j += 4) sums = f32x4.add(sums, loadUpTo(dy + <usize>j * 4, width - j, 0));
    const sum = f32x4.splat(sumOfLanes(sums));
    for (let j = 0; j < width; j += 4) {
      const at = <usize>j * 4;
      const left = width - j;
      const share = f32x4.mul(exponential(loadUpTo(y + at, left, 0)), sum);
      storeUpTo(dx + at, f32x4.sub(loadUpTo(dy + at, left, 0), share), left);
    }
  }
}
