import { pair, squaresOfFour } from './pairs';

// ../twins/rowSums.ts in vectors: lanes are an even column and the next odd one, rows go by four. `sums`,
// `high` and `low` have room for one number more than there are columns: with p odd, the last vector of a row
// reads and adds one too many.

function addTwo(high: usize, low: usize, term: v128): void {
  const before = v128.load(high);
  const after = f64x2.add(before, term);
  const rounded = f64x2.sub(after, before);
  const error = f64x2.add(f64x2.sub(before, f64x2.sub(after, rounded)), f64x2.sub(term, rounded));
  v128.store(high, after);
  v128.store(low, f64x2.add(v128.load(low), error));
}

/** Adds `sums` to high + low and clears them. */
export function foldSums(sums: usize, p: i32, high: usize, low: usize): void {
  const zero = f64x2.splat(0);
  for (let j = 0; j < p; j += 2, sums += 16, high += 16, low += 16) {
    addTwo(high, low, v128.load(sums));
    v128.store(sums, zero);
  }
}

/** What row i is multiplied by: weights[i], over its length if `normalize`. */
function factor(weights: usize, squares: usize, i: i32, normalize: bool): f64 {
  const at = (<usize>i) << 3;
  const weight = load<f64>(weights + at);
  if (!normalize) return weight;
  const square = load<f64>(squares + at);
  return square > 1e-290 && square < 1e290 ? weight / sqrt(square) : 0;
}

/**
 * `count` rows of p floats at `x`: their squared lengths to `squares`, their values times the weights to
 * plain `sums`, and those to high + low whenever 64 rows are complete; `begun` are in `sums` from before.
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
    const taken = min(min(count, 4), 64 - begun);
    const x1 = taken > 1 ? x + stride : x;
    const x2 = taken > 2 ? x1 + stride : x;
    const x3 = taken > 3 ? x2 + stride : x;
    squaresOfFour<f32>(x, x1, x2, x3, p, taken, squares);
    if (taken === 4) {
      const w0 = f64x2.splat(factor(weights, squares, 0, normalize));
      const w1 = f64x2.splat(factor(weights, squares, 1, normalize));
      const w2 = f64x2.splat(factor(weights, squares, 2, normalize));
      const w3 = f64x2.splat(factor(weights, squares, 3, normalize));
      let sum = sums;
      for (let at: usize = 0; at < stride; at += 8, sum += 16) {
        let value = f64x2.add(v128.load(sum), f64x2.mul(w0, pair<f32>(x + at)));
        value = f64x2.add(value, f64x2.mul(w1, pair<f32>(x1 + at)));
        value = f64x2.add(value, f64x2.mul(w2, pair<f32>(x2 + at)));
        v128.store(sum, f64x2.add(value, f64x2.mul(w3, pair<f32>(x3 + at))));
      }
    } else {
      for (let i = 0; i < taken; i++) {
        const weight = f64x2.splat(factor(weights, squares, i, normalize));
        const row = x + stride * i;
        let sum = sums;
        for (let at: usize = 0; at < stride; at += 8, sum += 16) {
          v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(weight, pair<f32>(row + at))));
        }
      }
    }
    begun += taken;
    if (begun === 64) {
      foldSums(sums, p, high, low);
      begun = 0;
    }
    count -= taken;
    x += stride * taken;
    squares += (<usize>taken) << 3;
    weights += (<usize>taken) << 3;
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
  while (count > 0) {
    const taken = min(count, 4);
    const x1 = taken > 1 ? x + stride : x;
    const x2 = taken > 2 ? x1 + stride : x;
    const x3 = taken > 3 ? x2 + stride : x;
    squaresOfFour<f64>(x, x1, x2, x3, p, taken, squares);
    for (let i = 0; i < taken; i++, x += stride) {
      const weight = f64x2.splat(factor(weights, squares, i, normalize));
      for (let at: usize = 0; at < stride; at += 16) {
        addTwo(high + at, low + at, f64x2.mul(weight, v128.load(x + at)));
      }
    }
    count -= taken;
    squares += (<usize>taken) << 3;
    weights += (<usize>taken) << 3;
  }
}
