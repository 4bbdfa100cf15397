import { squaredDistances } from '../kernels/squaredDistances.ts';
import { checkedLength, isClear } from '../resultant/checkedLength.ts';
import type { DenseRows, RowSet, SparseRows } from '../rows.ts';
import { blockRows } from './blockRows.ts';

function ofDense(caller: string, rows: DenseRows, normalize: boolean, out: Float64Array): void {
  const { n, p } = rows;
  const most = Math.min(n, blockRows(rows, 0));
  const origin = new Float64Array(p);
  const [distances, squares] = [new Float64Array(most), new Float64Array(most)];
  for (let first = 0; first < n; first += most) {
    const count = Math.min(most, n - first);
    const block = rows.block(first, count);
    squaredDistances(block, origin, distances.subarray(0, count), squares.subarray(0, count));
    for (let i = 0; i < count; i++) {
      const square = squares[i];
      out[first + i] = isClear(square, normalize)
        ? Math.sqrt(square)
        : checkedLength(caller, first + i, block.subarray(i * p, (i + 1) * p), normalize);
    }
  }
}

function ofSparse(caller: string, rows: SparseRows, normalize: boolean, out: Float64Array): void {
  const { n, p, data, indices, indptr } = rows;
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let at = indptr[i]; at < indptr[i + 1]; at++) square += data[at] * data[at];
    if (isClear(square, normalize)) {
      out[i] = Math.sqrt(square);
      continue;
    }
    const row = new Float64Array(p);
    for (let at = indptr[i]; at < indptr[i + 1]; at++) row[indices[at]] = data[at];
    out[i] = checkedLength(caller, i, row, normalize);
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
