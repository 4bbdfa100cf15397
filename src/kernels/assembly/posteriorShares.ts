// Before and after exponentialSums of exponentialSums.ts, on the same rows while they are in cache.

/** x_ik = x_ik f_i + c_k for `count` rows of `columns` values. */
export function scaleAndShift(x: usize, count: i32, columns: i32, factors: usize, offsets: usize): void {
  const even = columns & -2;
  for (; count > 0; count--, factors += 8) {
    const factor = v128.load64_splat(factors);
    let offset = offsets;
    for (let k = 0; k < even; k += 2, x += 16, offset += 16) {
      v128.store(x, f64x2.add(f64x2.mul(v128.load(x), factor), v128.load(offset)));
    }
    if (columns & 1) {
      store<f64>(x, load<f64>(x) * load<f64>(factors) + load<f64>(offset));
      x += 8;
    }
  }
}

/**
 * For `count` rows of shares: the largest of each to `largest`, adds w_i x_ik to totals_k, and leaves x_ik v_i in
 * the place of x_ik.
 */
export function tallyShares(
  x: usize,
  count: i32,
  columns: i32,
  weights: usize,
  values: usize,
  totals: usize,
  largest: usize,
): void {
  const even = columns & -2;
  for (; count > 0; count--, weights += 8, values += 8, largest += 8) {
    const weight = v128.load64_splat(weights);
    const value = v128.load64_splat(values);
    let most = f64x2.splat(0);
    let total = totals;
    for (let k = 0; k < even; k += 2, x += 16, total += 16) {
      const share = v128.load(x);
      most = f64x2.pmax(most, share);
      v128.store(total, f64x2.add(v128.load(total), f64x2.mul(weight, share)));
      v128.store(x, f64x2.mul(share, value));
    }
    let top = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
    if (columns & 1) {
      const share = load<f64>(x);
      if (share > top) top = share;
      store<f64>(total, load<f64>(total) + load<f64>(weights) * share);
      store<f64>(x, share * load<f64>(values));
      x += 8;
    }
    store<f64>(largest, top);
  }
}
