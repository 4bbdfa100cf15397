import type { PosteriorArrays } from '../kernels/PosteriorArrays.ts';
import { posteriorShares } from '../kernels/posteriorShares.ts';
import type { SparseRows } from '../rows.ts';
import { columnOrder } from './columnOrder.ts';
import type { RowPass } from './RowPass.ts';

const transposed = (matrix: Float64Array, rows: number, columns: number): Float64Array => {
  const out = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j];
  }
  return out;
};

/** From so many components on, what is read for a column is more than one line of the cache. */
const MANY = 16;

/** to[start + k] += factor * from[first + k] for k below `count`. */
function addMultiple(
  factor: number,
  from: Float64Array,
  first: number,
  to: Float64Array,
  start: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) to[start + k] += factor * from[first + k];
}

/**
 * Sparse rows, none of them expanded: for each value, the K numbers of its column lie together, and with many
 * components the values of a block are taken column by column (columnOrder.ts). Time goes as the number of values
 * times K, memory as their number and K p.
 */
export class SparsePass implements RowPass {
  private readonly rows: SparseRows;
  private readonly columns: number;
  /** p x K. */
  private readonly matrix: Float64Array;
  private readonly total: Float64Array;
  private readonly dense: Float64Array;
  private shown = -1;

  constructor(rows: SparseRows, matrix: Float64Array, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.matrix = transposed(matrix, columns, rows.p);
    this.total = new Float64Array(matrix.length);
    this.dense = new Float64Array(rows.p);
  }

  products(first: number, count: number, out: Float64Array): void {
    const { columns, matrix } = this;
    const { data, indices, indptr } = this.rows;
    out.fill(0, 0, count * columns);
    if (columns >= MANY) {
      const { at, row } = columnOrder(this.rows, first, count);
      for (let t = 0; t < at.length; t++) {
        addMultiple(data[at[t]], matrix, indices[at[t]] * columns, out, row[t] * columns, columns);
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      for (let at = indptr[first + i]; at < indptr[first + i + 1]; at++) {
        addMultiple(data[at], matrix, indices[at] * columns, out, i * columns, columns);
      }
    }
  }

  softBlock(first: number, count: number, shares: Float64Array, arrays: PosteriorArrays): void {
    this.products(first, count, shares);
    posteriorShares(shares, this.columns, arrays);
    this.addShares(first, count, shares);
  }

  addShares(first: number, count: number, shares: Float64Array): void {
    const { columns, total } = this;
    const { data, indices, indptr } = this.rows;
    if (columns >= MANY) {
      const { at, row } = columnOrder(this.rows, first, count);
      for (let t = 0; t < at.length; t++) {
        addMultiple(data[at[t]], shares, row[t] * columns, total, indices[at[t]] * columns, columns);
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      for (let at = indptr[first + i]; at < indptr[first + i + 1]; at++) {
        addMultiple(data[at], shares, i * columns, total, indices[at] * columns, columns);
      }
    }
  }

  addRows(first: number, count: number, components: Int32Array, factors: Float64Array): void {
    const { columns, total } = this;
    const { data, indices, indptr } = this.rows;
    for (let i = 0; i < count; i++) {
      const k = components[i];
      if (k < 0) continue;
      for (let at = indptr[first + i]; at < indptr[first + i + 1]; at++) {
        total[indices[at] * columns + k] += factors[i] * data[at];
      }
    }
  }

  row(i: number): ArrayLike<number> {
    const { data, indices, indptr } = this.rows;
    if (this.shown >= 0) {
      for (let at = indptr[this.shown]; at < indptr[this.shown + 1]; at++) this.dense[indices[at]] = 0;
    }
    for (let at = indptr[i]; at < indptr[i + 1]; at++) this.dense[indices[at]] += data[at];
    this.shown = i;
    return this.dense;
  }

  sums(): Float64Array {
    return transposed(this.total, this.rows.p, this.columns);
  }
}
