import { checkedLength, isClear } from '../resultant/checkedLength.ts';
import type { DenseRows, RowSet, SparseRows } from '../rows.ts';
import { blockRows } from './blockRows.ts';

function ofDense(caller: string, rows: DenseRows, normalize: boolean, out: Float64Array): void {
  const { n, p } = rows;
  const most = blockRows(rows, 0);
  for (let first = 0; first < n; first += most) {
    const count = Math.min(most, n - first);
    const block = rows.block(first, count);
    for (let i = 0; i < count; i++) {
      let square = 0;
      for (let at = i * p; at < (i + 1) * p; at++) square += block[at] * block[at];
      out[first + i] = isClear(square, normalize)
        ? Math.sqrt(square)
        : checkedLength(caller, first + i, block.subarray(i * p, (i + 1) * p), normalize);
    }
  }
}

function ofSparse(caller: string, rows: SparseRows, normalize: boolean, out: Float64Array): void {
  const { n, p, data, indices, indptr } = rows;
  const row = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    for (let at = indptr[i]; at < indptr[i + 1]; at++) row[indices[at]] += data[at];
    // A column may be named twice: the length is that of the sums.
    let square = 0;
    for (let at = indptr[i]; at < indptr[i + 1]; at++) square += data[at] * row[indices[at]];
    out[i] = isClear(square, normalize) ? Math.sqrt(square) : checkedLength(caller, i, row, normalize);
    for (let at = indptr[i]; at < indptr[i + 1]; at++) row[indices[at]] = 0;
  }
}

/**
 * The length of each row; throws, naming the row, where one is not finite, is 0, or without `normalize` is not 1
 * within UNIT_TOLERANCE.
 */
export function rowLengths(caller: string, rows: RowSet, normalize: boolean): Float64Array {
  const lengths = new Float64Array(rows.n);
  if (rows.kind === 'dense') ofDense(caller, rows, normalize, lengths);
  else ofSparse(caller, rows, normalize, lengths);
  return lengths;
}
