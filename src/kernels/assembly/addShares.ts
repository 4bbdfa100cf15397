import { pair, single } from './pairs';

// Where most shares are 0, as posteriors in many dimensions are, rows are added one by one to the sums that they
// have a share in. What is left out are additions of 0: the bits are those of the tiles.

/** How many of `count` doubles at `shares`, an even number, are not 0. */
export function countShares(shares: usize, count: i32): i32 {
  const zero = f64x2.splat(0);
  let present = i64x2.splat(0);
  for (const end = shares + ((<usize>count) << 3); shares < end; shares += 16) {
    present = i64x2.sub(present, f64x2.ne(v128.load(shares), zero));
  }
  return <i32>(i64x2.extract_lane(present, 0) + i64x2.extract_lane(present, 1));
}

/** sums[j] += share * x[j] for p values. */
function addMultiple<T>(x: usize, p: i32, share: f64, sums: usize): void {
  const both = f64x2.splat(share);
  const end = sums + ((<usize>(p & -2)) << 3);
  for (; sums < end; sums += 16, x += 2 * sizeof<T>()) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(both, pair<T>(x))));
  }
  if (p & 1) {
    const sum = f64x2.add(v128.load64_zero(sums), f64x2.mul(both, single<T>(x)));
    v128.store64_lane(sums, sum, 0);
  }
}

function addRows<T>(
  x: usize,
  count: i32,
  p: i32,
  shares: usize,
  columns: i32,
  sums: usize,
  width: i32,
): void {
  const stride = (<usize>width) << 3;
  for (; count > 0; count--, x += <usize>p * sizeof<T>()) {
    let to = sums;
    for (let k = 0; k < columns; k++, shares += 8, to += stride) {
      const share = load<f64>(shares);
      if (share !== 0) addMultiple<T>(x, p, share, to);
    }
  }
}

/** Adds s_ik x_ij for `count` rows of p floats at `x` to sum k, whose values begin every `width` doubles. */
export function addShares32(
  x: usize,
  count: i32,
  p: i32,
  shares: usize,
  columns: i32,
  sums: usize,
  width: i32,
): void {
  addRows<f32>(x, count, p, shares, columns, sums, width);
}

/** The same for doubles. */
export function addShares64(
  x: usize,
  count: i32,
  p: i32,
  shares: usize,
  columns: i32,
  sums: usize,
  width: i32,
): void {
  addRows<f64>(x, count, p, shares, columns, sums, width);
}
