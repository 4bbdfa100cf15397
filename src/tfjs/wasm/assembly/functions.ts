// Elementary functions of four floats at a time.

const LOG2_E: f32 = 1.4426950408889634;
/** log 2 in two parts: the first has 11 bits, so that its product with an exponent is exact. */
const LOG_2_HIGH: f32 = 0.693359375;
const LOG_2_LOW: f32 = -2.12194440054690583e-4;

/**
 * exp x to about 2 ulp; 0 below -104 and ∞ above 88.8. x = n log 2 + r, |r| <= log 2/2, the Taylor polynomial
 * of degree 7 in r (remainder 5e-9), and 2ⁿ put together from its bits in two halves, which reach the
 * denormals.
 */
// @ts-expect-error: decorator
@inline
export function exponential(x: v128): v128 {
  const inside = f32x4.max(f32x4.min(x, f32x4.splat(89)), f32x4.splat(-105));
  const n = f32x4.nearest(f32x4.mul(inside, f32x4.splat(LOG2_E)));
  let r = f32x4.sub(inside, f32x4.mul(n, f32x4.splat(LOG_2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(LOG_2_LOW)));
  let y = f32x4.splat(1 / <f32>5040);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1 / <f32>720));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1 / <f32>120));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1 / <f32>24));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1 / <f32>6));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(0.5));
  y = f32x4.add(f32x4.mul(f32x4.mul(r, r), y), r);
  y = f32x4.add(y, f32x4.splat(1));
  const exponent = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(exponent, 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(exponent, half)));
}

// @ts-expect-error: decorator
@inline
function powerOfTwo(exponent: v128): v128 {
  return i32x4.shl(i32x4.add(exponent, i32x4.splat(127)), 23);
}

/**
 * log x of normal x > 0 to about 2 ulp. x = 2ⁿ m, m in [√½, √2), and with s = (m-1)/(m+1):
 * log m = 2 (s + s³/3 + ... + s⁹/9), remainder below 1e-9.
 */
// @ts-expect-error: decorator
@inline
export function logarithm(x: v128): v128 {
  // Bits of √½: below it the exponent is one less.
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.shr_s(shifted, 23);
  const m = i32x4.sub(x, i32x4.shl(exponent, 23));
  const f = f32x4.sub(m, f32x4.splat(1));
  const s = f32x4.div(f, f32x4.add(f, f32x4.splat(2)));
  const s2 = f32x4.mul(s, s);
  let y = f32x4.splat(2 / <f32>9);
  y = f32x4.add(f32x4.mul(y, s2), f32x4.splat(2 / <f32>7));
  y = f32x4.add(f32x4.mul(y, s2), f32x4.splat(2 / <f32>5));
  y = f32x4.add(f32x4.mul(y, s2), f32x4.splat(2 / <f32>3));
  y = f32x4.add(f32x4.mul(f32x4.mul(y, s2), s), f32x4.add(s, s));
  const n = f32x4.convert_i32x4_s(exponent);
  const low = f32x4.add(y, f32x4.mul(n, f32x4.splat(LOG_2_LOW)));
  return f32x4.add(low, f32x4.mul(n, f32x4.splat(LOG_2_HIGH)));
}

/** The polynomial of `count` float coefficients at `powers`, constant first, in x. */
// @ts-expect-error: decorator
@inline
export function polynomial(powers: usize, count: i32, x: v128): v128 {
  let at = powers + <usize>(count - 1) * 4;
  let y = v128.load32_splat(at);
  while (at > powers) {
    at -= 4;
    y = f32x4.add(f32x4.mul(y, x), v128.load32_splat(at));
  }
  return y;
}

// @ts-expect-error: decorator
@inline
export function sumOfLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

/** Four values at x, or the first `left` of them, the others `filling`. */
// @ts-expect-error: decorator
@inline
export function loadUpTo(x: usize, left: i32, filling: f32): v128 {
  if (left >= 4) return v128.load(x);
  let y = f32x4.replace_lane(f32x4.splat(filling), 0, load<f32>(x));
  if (left > 1) y = f32x4.replace_lane(y, 1, load<f32>(x, 4));
  if (left > 2) y = f32x4.replace_lane(y, 2, load<f32>(x, 8));
  return y;
}

// @ts-expect-error: decorator
@inline
export function storeUpTo(x: usize, value: v128, left: i32): void {
  if (left >= 4) {
    v128.store(x, value);
    return;
  }
  store<f32>(x, f32x4.extract_lane(value, 0));
  if (left > 1) store<f32>(x, f32x4.extract_lane(value, 1), 4);
  if (left > 2) store<f32>(x, f32x4.extract_lane(value, 2), 8);
}
