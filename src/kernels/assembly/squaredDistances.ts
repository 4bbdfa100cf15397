import { pair, plusSquares, single, squaresOfFour, sumOfLanes } from './pairs';

/** Rows of T by four: |x - mu|² to `distances`, |x|² to `squares`. Lanes are even and odd columns. */
function distancesOf<T>(x: usize, count: i32, p: i32, mu: usize, distances: usize, squares: usize): void {
  const stride = <usize>p * sizeof<T>();
  const end = <usize>(p & -2) * sizeof<T>();
  while (count > 0) {
    const taken = min(count, 4);
    const x1 = taken > 1 ? x + stride : x;
    const x2 = taken > 2 ? x1 + stride : x;
    const x3 = taken > 3 ? x2 + stride : x;
    squaresOfFour<T>(x, x1, x2, x3, p, taken, squares);
    let d0 = f64x2.splat(0);
    let d1 = d0;
    let d2 = d0;
    let d3 = d0;
    let centre = mu;
    let at: usize = 0;
    for (; at < end; at += 2 * sizeof<T>(), centre += 16) {
      const m = v128.load(centre);
      d0 = plusSquares(d0, f64x2.sub(pair<T>(x + at), m));
      d1 = plusSquares(d1, f64x2.sub(pair<T>(x1 + at), m));
      d2 = plusSquares(d2, f64x2.sub(pair<T>(x2 + at), m));
      d3 = plusSquares(d3, f64x2.sub(pair<T>(x3 + at), m));
    }
    if (p & 1) {
      const m = v128.load64_zero(centre);
      d0 = plusSquares(d0, f64x2.sub(single<T>(x + at), m));
      d1 = plusSquares(d1, f64x2.sub(single<T>(x1 + at), m));
      d2 = plusSquares(d2, f64x2.sub(single<T>(x2 + at), m));
      d3 = plusSquares(d3, f64x2.sub(single<T>(x3 + at), m));
    }
    store<f64>(distances, sumOfLanes(d0));
    if (taken > 1) store<f64>(distances, sumOfLanes(d1), 8);
    if (taken > 2) store<f64>(distances, sumOfLanes(d2), 16);
    if (taken > 3) store<f64>(distances, sumOfLanes(d3), 24);
    count -= taken;
    x += stride * taken;
    distances += (<usize>taken) << 3;
    squares += (<usize>taken) << 3;
  }
}

/** ../twins/squaredDistances.ts for `count` rows of p floats at `x`. */
export function squaredDistances32(
  x: usize,
  count: i32,
  p: i32,
  mu: usize,
  distances: usize,
  squares: usize,
): void {
  distancesOf<f32>(x, count, p, mu, distances, squares);
}

/** The same for doubles. */
export function squaredDistances64(
  x: usize,
  count: i32,
  p: i32,
  mu: usize,
  distances: usize,
  squares: usize,
): void {
  distancesOf<f64>(x, count, p, mu, distances, squares);
}
