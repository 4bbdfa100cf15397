import { exponentialSums } from './exponentialSums.ts';

/**
 * Softmax of every row, e^x_ij / Σ_k e^x_ik, and log Σ_k e^x_ik.
 *
 * @param rows n rows of `columns` values; n is the length of `sums`
 * @param sums receives log Σ_k e^x_ik, as exponentialSums gives it
 * @param shares receives the softmax; may be `rows`
 *
 * The largest value is taken out first, so nothing overflows; e^x is that of tableExponential.ts, the same on
 * every engine. A share is within (K/2 + 5) 2^-53 of its value, relatively, for K columns (against 80 digits:
 * 1.6 ulp at K = 3, 3.7 at 64, 9.7 at 1000); where it is below 2^-1022 it loses bits, and from e^-745.2 on it
 * is 0.
 *
 * A single value of Infinity gets the share 1. Rows whose shares have no limit, that is with several such
 * values, or with -Infinity alone, or with NaN, get NaN throughout.
 */
export function softmaxRows(
  rows: Float64Array,
  columns: number,
  sums: Float64Array,
  shares: Float64Array,
): void {
  exponentialSums(rows, columns, sums, shares);
}
