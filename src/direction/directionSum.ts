import { rowSums } from '../kernels/rowSums.ts';
import type { DenseRows, RowSet, SparseRows } from '../rows.ts';
import { sumError } from '../special/doubleDouble.ts';
import { requireUnit } from '../validate.ts';
import { eachSparseRow } from './eachSparseRow.ts';
import { isUnit } from './isUnit.ts';

/** Values in a block: 1 MB of doubles, where rows that stand alone have to be copied. */
const BLOCK = 2 ** 17;

/** Σ wᵢ xᵢ/|xᵢ| as high + low. */
export interface DirectionSum {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

type Weights = ArrayLike<number> | undefined;

function addDense(caller: string, rows: DenseRows, weights: Weights, { high, low }: DirectionSum): void {
  const { n, p } = rows;
  const most = Math.max(1, Math.min(n, Math.floor(BLOCK / p)));
  for (let first = 0; first < n; first += most) {
    const count = Math.min(most, n - first);
    const block = rows.block(first, count);
    const squares = new Float64Array(count);
    const here = Float64Array.from(squares, (_, i) => (weights === undefined ? 1 : weights[first + i]));
    rowSums(block, high, low, squares, { weights: here, normalize: true });
    for (let i = 0; i < count; i++) {
      if (isUnit(Math.sqrt(squares[i]))) continue;
      requireUnit(caller, `data[${first + i}]`, block.subarray(i * p, (i + 1) * p));
    }
  }
}

function addSparse(caller: string, rows: SparseRows, weights: Weights, { high, low }: DirectionSum): void {
  const { data, indices, indptr } = rows;
  eachSparseRow(caller, rows, (i, length) => {
    const factor = (weights === undefined ? 1 : weights[i]) / length;
    for (let k = indptr[i]; k < indptr[i + 1]; k++) {
      const j = indices[k];
      const term = factor * data[k];
      const sum = high[j] + term;
      low[j] += sumError(high[j], term, sum);
      high[j] = sum;
    }
  });
}

/** The weighted sum of the rows' directions; rows that are not of unit length throw by their index. */
export function directionSum(caller: string, rows: RowSet, weights: Weights): DirectionSum {
  const sum = { high: new Float64Array(rows.p), low: new Float64Array(rows.p) };
  if (rows.kind === 'dense') addDense(caller, rows, weights, sum);
  else addSparse(caller, rows, weights, sum);
  return sum;
}
