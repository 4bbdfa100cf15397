import { NEGLIGIBLE, type Precision } from '../negligibleShare.ts';
import type { PosteriorArrays } from '../PosteriorArrays.ts';
import { exponentialSums } from './exponentialSums.ts';

/** The twin of assembly/posteriorShares.ts; see ../posteriorShares.ts. */
export function posteriorShares(
  rows: Float64Array,
  columns: number,
  arrays: PosteriorArrays,
  precision: Precision = 'double',
): void {
  const { factors, offsets, weights, values, logs, largest, totals } = arrays;
  for (let i = 0; i < logs.length; i++) {
    const start = i * columns;
    for (let k = 0; k < columns; k++) rows[start + k] = rows[start + k] * factors[i] + offsets[k];
  }
  exponentialSums(rows, columns, logs, rows, NEGLIGIBLE[precision]);
  for (let i = 0; i < logs.length; i++) {
    const start = i * columns;
    let most = 0;
    for (let k = 0; k < columns; k++) {
      const share = rows[start + k];
      if (share > most) most = share;
      totals[k] += weights[i] * share;
      rows[start + k] = share * values[i];
    }
    largest[i] = most;
  }
}
