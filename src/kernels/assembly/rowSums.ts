import { pair, squaresOfFour } from './pairs';

// ../twins/rowSums.ts in vectors: lanes are an even column and the next odd one. A few rows at a time, so that
// they stay in the first-level cache: first their squared lengths, then their sums. Those of floats go column
// by column, held in registers from the first of 16 rows to the last. `sums`, `high` and `low` have room for
// one number more than there are columns: with p odd, the last vector of a row reads and adds one too many.

/** So many rows of floats are added up plainly: TILE of the twin, a multiple of GROUP. */
const TILE: i32 = 64;
const GROUP: i32 = 16;

/** What rounding takes from before + term = after (Knuth, TAOCP 2, section 4.2.2). */
function lost(before: v128, term: v128, after: v128): v128 {
  const rounded = f64x2.sub(after, before);
  return f64x2.add(f64x2.sub(before, f64x2.sub(after, rounded)), f64x2.sub(term, rounded));
}

/** Adds the terms weight·x to high + low. */
function addExactly(x: usize, p: i32, weight: v128, high: usize, low: usize): void {
  for (let j = 0; j < p; j += 2, x += 16, high += 16, low += 16) {
    const before = v128.load(high);
    const term = f64x2.mul(weight, v128.load(x));
    const after = f64x2.add(before, term);
    v128.store(high, after);
    v128.store(low, f64x2.add(v128.load(low), lost(before, term, after)));
  }
}

/** Adds `sums` to high + low and clears them. */
export function foldSums(sums: usize, p: i32, high: usize, low: usize): void {
  addExactly(sums, p, f64x2.splat(1), high, low);
  memory.fill(sums, 0, (<usize>p + 1) << 3);
}

/**
 * The squared lengths of `count` rows of T, and in place of their weights what they are multiplied by: the
 * weight, over the length if `normalize`.
 */
function measure<T>(x: usize, count: i32, p: i32, squares: usize, weights: usize, normalize: bool): void {
  const stride = <usize>p * sizeof<T>();
  for (let i = 0; i < count; i += 4) {
    const left = min(4, count - i);
    const x1 = left > 1 ? x + stride : x;
    const x2 = left > 2 ? x1 + stride : x;
    const x3 = left > 3 ? x2 + stride : x;
    squaresOfFour<T>(x, x1, x2, x3, p, left, squares + ((<usize>i) << 3));
    x += stride * 4;
  }
  if (!normalize) return;
  for (let i = 0; i < count; i++, squares += 8, weights += 8) {
    const square = load<f64>(squares);
    const trusted = square > 1e-290 && square < 1e290;
    store<f64>(weights, trusted ? load<f64>(weights) / sqrt(square) : 0);
  }
}

/** Eight columns of floats from row to row. */
function addEight(x: usize, stride: usize, weights: usize, end: usize, sums: usize): void {
  let a = v128.load(sums);
  let b = v128.load(sums, 16);
  let c = v128.load(sums, 32);
  let d = v128.load(sums, 48);
  for (; weights < end; weights += 8, x += stride) {
    const weight = v128.load64_splat(weights);
    a = f64x2.add(a, f64x2.mul(weight, pair<f32>(x)));
    b = f64x2.add(b, f64x2.mul(weight, pair<f32>(x + 8)));
    c = f64x2.add(c, f64x2.mul(weight, pair<f32>(x + 16)));
    d = f64x2.add(d, f64x2.mul(weight, pair<f32>(x + 24)));
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
}

/** Two columns of floats. */
function addTwo(x: usize, stride: usize, weights: usize, end: usize, sums: usize): void {
  let a = v128.load(sums);
  for (; weights < end; weights += 8, x += stride) {
    a = f64x2.add(a, f64x2.mul(v128.load64_splat(weights), pair<f32>(x)));
  }
  v128.store(sums, a);
}

/**
 * `count` rows of p floats at `x`: their squared lengths to `squares`, their values times the weights to
 * plain `sums`, and those to high + low whenever 64 rows are complete; `begun` are in `sums` from before.
 * Overwrites the weights.
 */
export function rowSums32(
  x: usize,
  count: i32,
  p: i32,
  begun: i32,
  sums: usize,
  high: usize,
  low: usize,
  squares: usize,
  weights: usize,
  normalize: bool,
): void {
  const stride = (<usize>p) << 2;
  while (count > 0) {
    const taken = min(min(count, GROUP), TILE - begun);
    measure<f32>(x, taken, p, squares, weights, normalize);
    const end = weights + ((<usize>taken) << 3);
    let at: usize = 0;
    for (; at + 32 <= stride; at += 32) addEight(x + at, stride, weights, end, sums + (at << 1));
    for (; at < stride; at += 8) addTwo(x + at, stride, weights, end, sums + (at << 1));
    begun += taken;
    if (begun === TILE) {
      foldSums(sums, p, high, low);
      begun = 0;
    }
    count -= taken;
    x += stride * taken;
    squares += (<usize>taken) << 3;
    weights = end;
  }
}

/** The same for rows of doubles, each value going to high + low at once. */
export function rowSums64(
  x: usize,
  count: i32,
  p: i32,
  high: usize,
  low: usize,
  squares: usize,
  weights: usize,
  normalize: bool,
): void {
  const stride = (<usize>p) << 3;
  for (let i = 0; i < count; i += 4) {
    const taken = min(4, count - i);
    measure<f64>(x, taken, p, squares, weights, normalize);
    squares += 32;
    for (let row = 0; row < taken; row++, x += stride, weights += 8) {
      addExactly(x, p, v128.load64_splat(weights), high, low);
    }
  }
}
