import { exponentialSums } from './exponentialSums.ts';

/**
 * Logarithm of the sum of exponentials of every row, log Σ_k e^x_ik.
 *
 * @param rows n rows of `columns` values
 * @param out receives n values
 *
 * With m the largest value of a row, which occurs c times, and r the sum of e^(x - m) over the others,
 *
 *   m + log(c + r), by log(1 + r) where c = 1,
 *
 * so that nothing overflows and a result near 0 keeps its relative accuracy where m = 0. For K columns the
 * error is at most one rounding of the result, (K/2 + 6) 2^-53 log(c + r) and, from r = 1/8 on, 2^-53.
 *
 * Infinity in a row gives Infinity, -Infinity alone (or no column) -Infinity, and NaN gives NaN.
 */
export function logSumExpRows(rows: Float64Array, columns: number, out: Float64Array): void {
  exponentialSums(rows, columns, out, undefined);
}
