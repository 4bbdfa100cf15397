import { exponentials } from './exponentials';
import { logOnePlus } from './logOnePlus';
import { sumOfLanes } from './pairs';
import { tableLogarithm } from './tableLogarithm';

// ../twins/exponentialSums.ts in vectors: lanes are an even column and the next odd one. With an odd number of
// columns the last vector has -Infinity in its second lane, whose exponential adds 0.

function lastOf(x: usize): v128 {
  return f64x2.replace_lane(v128.load64_zero(x), 1, -Infinity);
}

/** The largest of the values from `x` to `end`; one that is NaN is passed over. */
function largest(x: usize, end: usize): f64 {
  let most = f64x2.splat(-Infinity);
  for (; x + 16 <= end; x += 16) most = f64x2.pmax(most, v128.load(x));
  if (x < end) most = f64x2.pmax(most, lastOf(x));
  return max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
}

/** Divides the values from `x` to `end`. */
function divide(x: usize, end: usize, divisor: f64): void {
  const both = f64x2.splat(divisor);
  for (; x + 16 <= end; x += 16) {
    const values = v128.load(x);
    if (v128.any_true(values)) v128.store(x, f64x2.div(values, both));
  }
  if (x < end) store<f64>(x, load<f64>(x) / divisor);
}

/**
 * `count` rows of doubles at `x`: the logarithm of the sum of exponentials to `sums` and, with `shares`, each
 * exponential over that sum in place of the value. A row whose largest value is infinite stays as it is. What lies
 * more than -`least` below the largest counts as e^-Infinity.
 */
export function exponentialSums(
  x: usize,
  count: i32,
  columns: i32,
  sums: usize,
  shares: bool,
  least: f64,
): void {
  const limit = f64x2.splat(least);
  for (; count > 0; count--, sums += 8) {
    const row = x;
    const end = x + ((<usize>columns) << 3);
    const most = largest(row, end);
    if (abs(most) === Infinity) {
      store<f64>(sums, most);
      x = end;
      continue;
    }
    const top = f64x2.splat(most);
    let maxima = 0;
    let rest = f64x2.splat(0);
    for (; x < end; x += 16) {
      const isPair = x + 16 <= end;
      const value = isPair ? v128.load(x) : lastOf(x);
      const below = f64x2.sub(value, top);
      const isSmall = f64x2.lt(below, limit);
      let power = f64x2.splat(0);
      if (!i64x2.all_true(isSmall)) {
        const isTop = f64x2.eq(value, top);
        power = v128.andnot(exponentials(below), isSmall);
        maxima += popcnt(i64x2.bitmask(isTop));
        rest = f64x2.add(rest, v128.andnot(power, isTop));
      }
      if (shares) {
        if (isPair) v128.store(x, power);
        else v128.store64_lane(x, power, 0);
      }
    }
    x = end;
    const others = sumOfLanes(rest);
    const sum = <f64>maxima + others;
    store<f64>(sums, most + (maxima === 1 ? logOnePlus(others) : tableLogarithm(sum)));
    if (shares) divide(row, end, sum);
  }
}
