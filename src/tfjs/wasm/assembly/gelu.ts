import { exponential, loadUpTo, polynomial, storeUpTo } from './functions';

const INVERSE_SQRT_2PI: f32 = 0.3989422804014327;

// The polynomial of Mills' ratio Φ(-t)/φ(t) in 1/(1 + t/2), about its center: see millsRatio.ts.

/** Φ(x), given φ(x): Φ(-|x|) = φ(x) M(|x|), and Φ(x) = 1 - Φ(-x). */
// @ts-expect-error: decorator
@inline
function normalCdf(x: v128, density: v128, center: f32, powers: usize, count: i32): v128 {
  const one = f32x4.splat(1);
  const u = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.abs(x), f32x4.splat(0.5))));
  const tail = f32x4.mul(density, polynomial(powers, count, f32x4.sub(u, f32x4.splat(center))));
  return v128.bitselect(f32x4.sub(one, tail), tail, f32x4.gt(x, f32x4.splat(0)));
}

// @ts-expect-error: decorator
@inline
function normalDensity(x: v128): v128 {
  const exponent = f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5));
  return f32x4.mul(exponential(exponent), f32x4.splat(INVERSE_SQRT_2PI));
}

/** y = x Φ(x) */
export function gelu(x: usize, count: i32, center: f32, powers: usize, terms: i32, y: usize): void {
  for (let i = 0; i < count; i += 4, x += 16, y += 16) {
    const value = loadUpTo(x, count - i, 0);
    const cdf = normalCdf(value, normalDensity(value), center, powers, terms);
    storeUpTo(y, f32x4.mul(value, cdf), count - i);
  }
}

/** dx = dy (Φ(x) + x φ(x)) */
export function geluGradient(
  dy: usize,
  x: usize,
  count: i32,
  center: f32,
  powers: usize,
  terms: i32,
  dx: usize,
): void {
  for (let i = 0; i < count; i += 4, x += 16, dy += 16, dx += 16) {
    const value = loadUpTo(x, count - i, 0);
    const density = normalDensity(value);
    const slope = f32x4.add(
      normalCdf(value, density, center, powers, terms),
      f32x4.mul(value, density),
    );
    storeUpTo(dx, f32x4.mul(loadUpTo(dy, count - i, 0), slope), count - i);
  }
}
