/** Two neighbouring values of type T at `address`, as doubles. */
export function pair<T>(address: usize): v128 {
  if (sizeof<T>() === 4) return f64x2.promote_low_f32x4(v128.load64_zero(address));
  return v128.load(address);
}

/** The value of type T at `address` as a double, and 0 beside it. */
export function single<T>(address: usize): v128 {
  if (sizeof<T>() === 4) return f64x2.promote_low_f32x4(v128.load32_zero(address));
  return v128.load64_zero(address);
}

export function sumOfLanes(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/** squares + values², lane by lane. */
export function plusSquares(squares: v128, values: v128): v128 {
  return f64x2.add(squares, f64x2.mul(values, values));
}

/** The squared lengths of the first `taken` of four rows of p values. */
export function squaresOfFour<T>(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  p: i32,
  taken: i32,
  squares: usize,
): void {
  const end = <usize>(p & -2) * sizeof<T>();
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let at: usize = 0;
  for (; at < end; at += 2 * sizeof<T>()) {
    s0 = plusSquares(s0, pair<T>(x0 + at));
    s1 = plusSquares(s1, pair<T>(x1 + at));
    s2 = plusSquares(s2, pair<T>(x2 + at));
    s3 = plusSquares(s3, pair<T>(x3 + at));
  }
  if (p & 1) {
    s0 = plusSquares(s0, single<T>(x0 + at));
    s1 = plusSquares(s1, single<T>(x1 + at));
    s2 = plusSquares(s2, single<T>(x2 + at));
    s3 = plusSquares(s3, single<T>(x3 + at));
  }
  store<f64>(squares, sumOfLanes(s0));
  if (taken > 1) store<f64>(squares, sumOfLanes(s1), 8);
  if (taken > 2) store<f64>(squares, sumOfLanes(s2), 16);
  if (taken > 3) store<f64>(squares, sumOfLanes(s3), 24);
}
