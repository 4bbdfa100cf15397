import type { SparseRows } from '../rows.ts';
import { requireUnit } from '../validate.ts';
import { isUnit } from './isUnit.ts';

/**
 * Visits each sparse row with its length, and with its p values in an array that is used again for the next.
 * Rows that are not of unit length throw by their index.
 */
export function eachSparseRow(
  caller: string,
  { n, p, data, indices, indptr }: SparseRows,
  visit: (i: number, length: number, row: Float64Array) => void,
): void {
  const row = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let k = indptr[i]; k < indptr[i + 1]; k++) {
      row[indices[k]] = data[k];
      square += data[k] * data[k];
    }
    const length = Math.sqrt(square);
    if (!isUnit(length)) requireUnit(caller, `data[${i}]`, row);
    visit(i, length, row);
    for (let k = indptr[i]; k < indptr[i + 1]; k++) row[indices[k]] = 0;
  }
}
