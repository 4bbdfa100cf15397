import { rowSums } from '../kernels/rowSums.ts';
import type { DenseRows } from '../rows.ts';
import type { FloatArray } from '../special/arrays.ts';
import { lengthOf } from '../validate.ts';
import { CompensatedSum } from './CompensatedSum.ts';
import { checkedLength, isOrdinary } from './checkedLength.ts';
import { cosineComplement } from './cosineComplement.ts';
import { directionOf, isConcentrated, type Resultant, resultantOfSums } from './Resultant.ts';
import type { WeightedRows } from './WeightedRows.ts';

/** Values of a block: 1 MB where rows that stand alone have to be copied. */
const BLOCK = 2 ** 17;

/** Rows first, first + 1, ... with their weights. */
type Visit = (block: FloatArray, weights: Float64Array, first: number) => void;

function forEachBlock({ rows, weights }: WeightedRows<DenseRows>, visit: Visit): void {
  const most = Math.min(rows.n, Math.max(1, Math.floor(BLOCK / rows.p)));
  const scratch = new Float64Array(most).fill(1);
  for (let first = 0; first < rows.n; first += most) {
    const count = Math.min(most, rows.n - first);
    if (weights !== undefined) for (let i = 0; i < count; i++) scratch[i] = weights[first + i];
    visit(rows.block(first, count), scratch.subarray(0, count), first);
  }
}

/** The sums over all rows, each of them checked. */
function sumsOf(data: WeightedRows<DenseRows>): Resultant {
  const { caller, rows, normalize } = data;
  const { n, p } = rows;
  const high = new Float64Array(p);
  const low = new Float64Array(p);
  const total = new CompensatedSum();
  forEachBlock(data, (block, weights, first) => {
    const squares = new Float64Array(weights.length);
    rowSums(block, high, low, squares, { weights, normalize: true });
    for (let i = 0; i < weights.length; i++) {
      const row = (): FloatArray => block.subarray(i * p, (i + 1) * p);
      const length = checkedLength(caller, first + i, squares[i], row, normalize);
      total.add(weights[i]);
      if (isOrdinary(squares[i])) continue;
      // The kernel left this one out.
      const unit = Float64Array.from(row(), (value) => value / length);
      rowSums(unit, high, low, new Float64Array(1), { weights: Float64Array.of(weights[i]) });
    }
  });
  return resultantOfSums(n, total.total, high, low);
}

/** Σ wᵢ (1 - mᵀuᵢ) */
function spreadAround(m: Float64Array, data: WeightedRows<DenseRows>): CompensatedSum {
  const spread = new CompensatedSum();
  forEachBlock(data, (block, weights) => {
    for (let i = 0; i < weights.length; i++) {
      const row = block.subarray(i * m.length, (i + 1) * m.length);
      spread.add(weights[i] * cosineComplement(m, row, lengthOf(row)));
    }
  });
  return spread;
}

/** The same rows in doubles, in which the sums are exact to twice their precision. */
const inDoubles = (rows: DenseRows): DenseRows => ({
  ...rows,
  block: (first, count) => Float64Array.from(rows.block(first, count)),
});

/** The resultant of dense rows: one pass over them, and two more where they lie close together. */
export function denseResultant(data: WeightedRows<DenseRows>): Resultant {
  const first = sumsOf(data);
  if (!isConcentrated(first)) return first;
  const result =
    data.rows.block(0, 1) instanceof Float32Array ? sumsOf({ ...data, rows: inDoubles(data.rows) }) : first;
  result.complement = spreadAround(directionOf(result), data).total;
  return result;
}
