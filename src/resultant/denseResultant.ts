import { rowSums } from '../kernels/rowSums.ts';
import type { DenseRows } from '../rows.ts';
import type { FloatArray } from '../special/arrays.ts';
import { dd } from '../special/doubleDouble.ts';
import { lengthOf } from '../validate.ts';
import { CompensatedSum } from './CompensatedSum.ts';
import { checkedLength, isClear, isOrdinary } from './checkedLength.ts';
import { cosineComplement } from './cosineComplement.ts';
import { directionOf, isConcentrated, type Resultant, resultantOfSums } from './Resultant.ts';
import type { WeightedRows } from './WeightedRows.ts';

/** Values of a block: 1 MB where rows that stand alone have to be copied. */
const BLOCK = 2 ** 17;

/** Rows first, first + 1, ..., as many as there are `squares`, and their weights; room for their squares. */
type Visit = (
  block: FloatArray,
  first: number,
  squares: Float64Array,
  weights: Float64Array | undefined,
) => void;

function forEachBlock({ rows, weights }: WeightedRows<DenseRows>, visit: Visit): void {
  const most = Math.min(rows.n, Math.max(1, Math.floor(BLOCK / rows.p)));
  const squares = new Float64Array(most);
  const some = weights && new Float64Array(most);
  for (let first = 0; first < rows.n; first += most) {
    const count = Math.min(most, rows.n - first);
    if (weights && some) for (let i = 0; i < count; i++) some[i] = weights[first + i];
    visit(rows.block(first, count), first, squares.subarray(0, count), some?.subarray(0, count));
  }
}

/** The sums over all rows, each of them checked. */
function sumsOf(data: WeightedRows<DenseRows>): Resultant {
  const { caller, rows, normalize } = data;
  const { n, p } = rows;
  const high = new Float64Array(p);
  const low = new Float64Array(p);
  const total = new CompensatedSum();
  forEachBlock(data, (block, first, squares, weights) => {
    rowSums(block, high, low, squares, { weights, normalize: true });
    for (let i = 0; i < squares.length; i++) {
      if (weights) total.add(weights[i]);
      if (isClear(squares[i], normalize)) continue;
      const row = block.subarray(i * p, (i + 1) * p);
      const length = checkedLength(caller, first + i, row, normalize);
      if (isOrdinary(squares[i])) continue;
      // The kernel left this one out.
      const unit = Float64Array.from(row, (value) => value / length);
      rowSums(unit, high, low, new Float64Array(1), { weights: weights?.subarray(i, i + 1) });
    }
  });
  return resultantOfSums(n, data.weights ? total.total : dd(n), high, low);
}

/** Σ wᵢ (1 - mᵀuᵢ) */
function spreadAround(m: Float64Array, data: WeightedRows<DenseRows>): CompensatedSum {
  const p = m.length;
  const spread = new CompensatedSum();
  forEachBlock(data, (block, _, squares, weights) => {
    for (let i = 0; i < squares.length; i++) {
      const row = block.subarray(i * p, (i + 1) * p);
      spread.add((weights ? weights[i] : 1) * cosineComplement(m, row, lengthOf(row)));
    }
  });
  return spread;
}

/** The same rows in doubles, in which the sums are exact to twice their precision. */
const inDoubles = (rows: DenseRows): DenseRows => ({
  ...rows,
  block: (first, count) => Float64Array.from(rows.block(first, count)),
});

/** The resultant of dense rows: one pass over them, and one or two more where they lie close together. */
export function denseResultant(data: WeightedRows<DenseRows>): Resultant {
  const first = sumsOf(data);
  if (!isConcentrated(first)) return first;
  const single = data.rows.block(0, 1) instanceof Float32Array;
  const result = single ? sumsOf({ ...data, rows: inDoubles(data.rows) }) : first;
  result.complement = spreadAround(directionOf(result), data).total;
  return result;
}
