import type { RowSet } from '../rows.ts';
import { requireDirection, requireUnit } from '../validate.ts';

/**
 * Visits every row as a dense vector divided by its length, each checked; the array handed over
 * is used again for the next row.
 */
export function forEachUnitRow(
  caller: string,
  rows: RowSet,
  normalize: boolean,
  visit: (row: Float64Array, index: number) => void,
): void {
  const { n, p } = rows;
  const row = new Float64Array(p);
  const finish = (index: number): void => {
    const length = (normalize ? requireDirection : requireUnit)(caller, `data[${index}]`, row);
    for (let j = 0; j < p; j++) row[j] /= length;
    visit(row, index);
  };
  if (rows.kind === 'dense') {
    const most = Math.max(1, Math.floor(8192 / p));
    for (let first = 0; first < n; first += most) {
      const count = Math.min(most, n - first);
      const block = rows.block(first, count);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < p; j++) row[j] = block[i * p + j];
        finish(first + i);
      }
    }
    return;
  }
  const { data, indices, indptr } = rows;
  for (let i = 0; i < n; i++) {
    row.fill(0);
    for (let k = indptr[i]; k < indptr[i + 1]; k++) row[indices[k]] += data[k];
    finish(i);
  }
}
