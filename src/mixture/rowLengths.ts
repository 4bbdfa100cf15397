import { checkedLength, isClear } from '../resultant/checkedLength.ts';
import type { DenseRows, RowSet, SparseRows } from '../rows.ts';
import { blockRows } from './blockRows.ts';

/** The sum of the squares of the values from `at` to `end`, as four sums, which a processor can add up at once. */
function squareOf(values: ArrayLike<number>, at: number, end: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (; at + 3 < end; at += 4) {
    s0 += values[at] * values[at];
    s1 += values[at + 1] * values[at + 1];
    s2 += values[at + 2] * values[at + 2];
    s3 += values[at + 3] * values[at + 3];
  }
  for (; at < end; at++) s0 += values[at] * values[at];
  return s0 + s1 + (s2 + s3);
}

function ofDense(caller: string, rows: DenseRows, normalize: boolean, out: Float64Array): void {
  const { n, p } = rows;
  const most = blockRows(rows, 0);
  for (let first = 0; first < n; first += most) {
    const count = Math.min(most, n - first);
    const block = rows.block(first, count);
    for (let i = 0; i < count; i++) {
      const square = squareOf(block, i * p, (i + 1) * p);
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
