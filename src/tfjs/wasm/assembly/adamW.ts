import { loadUpTo, storeUpTo } from './functions';

/** One step, see `adamW`; `average` and `nextAverage` may be 0 for none. */
export function adamW(
  count: i32,
  parameter: usize,
  gradient: usize,
  first: usize,
  second: usize,
  average: usize,
  nextParameter: usize,
  nextFirst: usize,
  nextSecond: usize,
  nextAverage: usize,
  gradientScale: f32,
  beta1: f32,
  beta2: f32,
  restOfBeta1: f32,
  restOfBeta2: f32,
  decay: f32,
  stepSize: f32,
  secondScale: f32,
  epsilon: f32,
  momentum: f32,
  restOfMomentum: f32,
): void {
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i * 4;
    const left = count - i;
    const g = f32x4.mul(loadUpTo(gradient + at, left, 0), f32x4.splat(gradientScale));
    const m = f32x4.add(
      f32x4.mul(loadUpTo(first + at, left, 0), f32x4.splat(beta1)),
      f32x4.mul(g, f32x4.splat(restOfBeta1)),
    );
    const v = f32x4.add(
      f32x4.mul(loadUpTo(second + at, left, 0), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(restOfBeta2)),
    );
    const size = f32x4.add(f32x4.sqrt(f32x4.mul(v, f32x4.splat(secondScale))), f32x4.splat(epsilon));
    const x = f32x4.sub(
      f32x4.mul(loadUpTo(parameter + at, left, 0), f32x4.splat(decay)),
      f32x4.mul(f32x4.div(m, size), f32x4.splat(stepSize)),
    );
    storeUpTo(nextFirst + at, m, left);
    storeUpTo(nextSecond + at, v, left);
    storeUpTo(nextParameter + at, x, left);
    if (average !== 0) {
      const mean = f32x4.add(
        f32x4.mul(loadUpTo(average + at, left, 0), f32x4.splat(momentum)),
        f32x4.mul(x, f32x4.splat(restOfMomentum)),
      );
      storeUpTo(nextAverage + at, mean, left);
    }
  }
}

/** Σ x², in double precision. */
export function sumOfSquares(x: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let i = 0; i < count; i += 4) {
    const value = loadUpTo(x + <usize>i * 4, count - i, 0);
    const low = f64x2.promote_low_f32x4(value);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f64>(value, value, 1, 1));
    const squares = f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high));
    total += f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  }
  return total;
}
