import type { SparseRows } from '../rows.ts';
import { sumError } from '../special/doubleDouble.ts';
import { CompensatedSum } from './CompensatedSum.ts';
import { checkedLength, isClear } from './checkedLength.ts';
import { cosineComplement } from './cosineComplement.ts';
import { directionOf, isConcentrated, type Resultant, resultantOfSums } from './Resultant.ts';
import type { WeightedRows } from './WeightedRows.ts';

/** Row i with its zeros, for an error message. */
function withZeros({ data, indices, indptr, p }: SparseRows, i: number): Float64Array {
  const row = new Float64Array(p);
  for (let k = indptr[i]; k < indptr[i + 1]; k++) row[indices[k]] = data[k];
  return row;
}

/** The lengths of the rows, checked. */
function sparseLengths({ caller, rows, normalize }: WeightedRows<SparseRows>): Float64Array {
  const { data, indptr, n } = rows;
  const lengths = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let k = indptr[i]; k < indptr[i + 1]; k++) square += data[k] * data[k];
    lengths[i] = isClear(square, normalize)
      ? Math.sqrt(square)
      : checkedLength(caller, i, withZeros(rows, i), normalize);
  }
  return lengths;
}

/** Σ wᵢ (1 - mᵀuᵢ), over the columns that occur at all: the others are zero in m as well. */
function sparseSpread({ rows, weights }: WeightedRows<SparseRows>, lengths: Float64Array, m: Float64Array) {
  const { data, indices, indptr, n, p } = rows;
  const place = new Int32Array(p).fill(-1);
  const columns: number[] = [];
  for (let k = 0; k < indices.length; k++) {
    if (place[indices[k]] < 0) place[indices[k]] = columns.push(indices[k]) - 1;
  }
  const center = Float64Array.from(columns, (column) => m[column]);
  const row = new Float64Array(columns.length);
  const spread = new CompensatedSum();
  for (let i = 0; i < n; i++) {
    row.fill(0);
    for (let k = indptr[i]; k < indptr[i + 1]; k++) row[place[indices[k]]] = data[k];
    spread.add((weights === undefined ? 1 : weights[i]) * cosineComplement(center, row, lengths[i]));
  }
  return spread.total;
}

/** The resultant of sparse rows, none of them expanded; rows that lie close together only to their common columns. */
export function sparseResultant(data: WeightedRows<SparseRows>): Resultant {
  const { rows, weights } = data;
  const lengths = sparseLengths(data);
  const high = new Float64Array(rows.p);
  const low = new Float64Array(rows.p);
  const weight = new CompensatedSum();
  for (let i = 0; i < rows.n; i++) {
    const w = weights === undefined ? 1 : weights[i];
    weight.add(w);
    const factor = w / lengths[i];
    for (let k = rows.indptr[i]; k < rows.indptr[i + 1]; k++) {
      const j = rows.indices[k];
      const term = factor * rows.data[k];
      const sum = high[j] + term;
      low[j] += sumError(high[j], term, sum);
      high[j] = sum;
    }
  }
  const result = resultantOfSums(rows.n, weight.total, high, low);
  if (isConcentrated(result)) result.complement = sparseSpread(data, lengths, directionOf(result));
  return result;
}
