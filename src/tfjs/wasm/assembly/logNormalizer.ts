import { loadUpTo, logarithm, polynomial, storeUpTo } from './functions';

// The forms of floatExpansion.ts, its polynomials as floats in memory.

const FARTHEST: f32 = 9.223372036854775808e18; // 2^63; as an integer it would wrap

// @ts-expect-error: decorator
@inline
function scaled(kappa: v128, b: f32): v128 {
  return f32x4.min(f32x4.div(kappa, f32x4.splat(b)), f32x4.splat(FARTHEST));
}

// @ts-expect-error: decorator
@inline
function rootOf(z: v128): v128 {
  return f32x4.sqrt(f32x4.add(f32x4.mul(z, z), f32x4.splat(1)));
}

/** -L(κ) = log C_p(κ) - log C_p(0) */
export function relativeLogNormalizer(
  kappa: usize,
  count: i32,
  b: f32,
  a: f32,
  nearCenter: f32,
  near: usize,
  nearTerms: i32,
  farCenter: f32,
  far: usize,
  farTerms: i32,
  out: usize,
): void {
  const one = f32x4.splat(1);
  for (let i = 0; i < count; i += 4, kappa += 16, out += 16) {
    const left = count - i;
    const value = loadUpTo(kappa, left, 0);
    const z = scaled(value, b);
    const s = rootOf(z);
    const t = f32x4.div(one, s);
    const q = f32x4.mul(z, f32x4.div(one, f32x4.add(s, one)));
    const d = f32x4.mul(value, q);
    const ofNear = polynomial(near, nearTerms, f32x4.sub(f32x4.mul(q, q), f32x4.splat(nearCenter)));
    const ofFar = polynomial(far, farTerms, f32x4.sub(t, f32x4.splat(farCenter)));
    const log = logarithm(f32x4.mul(f32x4.add(s, one), f32x4.splat(0.5)));
    const descent = v128.bitselect(
      f32x4.mul(d, ofNear),
      f32x4.sub(f32x4.mul(d, ofFar), f32x4.mul(log, f32x4.splat(a))),
      f32x4.gt(t, f32x4.splat(0.5)),
    );
    storeUpTo(out, f32x4.sub(f32x4.splat(0), descent), left);
  }
}

/** A_p(κ) = q H(t), or with `isSlope` A_p'(κ) = t u J(t). */
export function meanResultantLength(
  kappa: usize,
  count: i32,
  b: f32,
  center: f32,
  powers: usize,
  terms: i32,
  isSlope: bool,
  out: usize,
): void {
  const one = f32x4.splat(1);
  for (let i = 0; i < count; i += 4, kappa += 16, out += 16) {
    const left = count - i;
    const z = scaled(loadUpTo(kappa, left, 0), b);
    const s = rootOf(z);
    const t = f32x4.div(one, s);
    const u = f32x4.div(one, f32x4.add(s, one));
    const factor = isSlope ? f32x4.mul(t, u) : f32x4.mul(z, u);
    storeUpTo(out, f32x4.mul(factor, polynomial(powers, terms, f32x4.sub(t, f32x4.splat(center)))), left);
  }
}
