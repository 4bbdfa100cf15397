/**
 * 1 - cos of the angle between each row and a direction μ.
 *
 *   rows      region               method
 *   dense     | |x| - |μ| | < v    v from |x - μ|² and |x|² of the kernel squaredDistances
 *   sparse    v >= ¼               1 - μᵀx/|x||μ| over the values that are there
 *   any       otherwise            versine.ts on the row alone
 *
 * The first loses what rounding takes from |x|, a few 2^-53 of v; the second at most 4 ulp.
 */
import { squaredDistances } from '../kernels/squaredDistances.ts';
import type { DenseRows, RowSet, SparseRows } from '../rows.ts';
import { lengthOf, requireUnit } from '../validate.ts';
import { eachSparseRow } from './eachSparseRow.ts';
import { isUnit } from './isUnit.ts';
import { versine } from './versine.ts';

/** Values in a block: 1 MB of doubles, where rows that stand alone have to be copied. */
const BLOCK = 2 ** 17;
const FAR = 0.25;
/** What rounding may hide of | |x| - |μ| |. */
const ROUNDING = 2 ** -50;

function ofDense(caller: string, rows: DenseRows, mu: Float64Array, out: Float64Array): void {
  const { n, p } = rows;
  const most = Math.max(1, Math.min(n, Math.floor(BLOCK / p)));
  const distances = new Float64Array(most);
  const squares = new Float64Array(most);
  const muLength = lengthOf(mu);
  for (let first = 0; first < n; first += most) {
    const count = Math.min(most, n - first);
    const block = rows.block(first, count);
    squaredDistances(block, mu, distances.subarray(0, count), squares.subarray(0, count));
    for (let i = 0; i < count; i++) {
      const length = Math.sqrt(squares[i]);
      if (!isUnit(length)) {
        requireUnit(caller, `data[${first + i}]`, block.subarray(i * p, (i + 1) * p));
      }
      const gap = length - muLength;
      const value = (distances[i] - gap * gap) / (2 * length * muLength);
      const serves = Math.abs(gap) + ROUNDING < value;
      out[first + i] = serves ? Math.min(2, value) : versine(block.subarray(i * p, (i + 1) * p), mu);
    }
  }
}

function ofSparse(caller: string, rows: SparseRows, mu: Float64Array, out: Float64Array): void {
  const { data, indices, indptr } = rows;
  const muLength = lengthOf(mu);
  eachSparseRow(caller, rows, (i, length, row) => {
    let product = 0;
    for (let k = indptr[i]; k < indptr[i + 1]; k++) product += data[k] * mu[indices[k]];
    const value = 1 - product / (length * muLength);
    out[i] = value >= FAR ? Math.min(2, value) : versine(row, mu);
  });
}

/** Writes them to `out`, of length n; rows that are not of unit length throw by their index. */
export function rowVersines(caller: string, rows: RowSet, mu: Float64Array, out: Float64Array): void {
  if (rows.kind === 'dense') ofDense(caller, rows, mu, out);
  else ofSparse(caller, rows, mu, out);
}
