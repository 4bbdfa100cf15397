import type { PosteriorArrays } from '../kernels/PosteriorArrays.ts';
import { posteriorShares } from '../kernels/posteriorShares.ts';
import { SparseProducts } from '../kernels/SparseProducts.ts';
import type { SparseRows } from '../rows.ts';
import type { RowPass } from './RowPass.ts';

/**
 * Sparse rows, none of them expanded, through SparseProducts.ts. Time goes as the number of values times K, memory as
 * K p.
 */
export class SparsePass implements RowPass {
  private readonly rows: SparseRows;
  private readonly columns: number;
  private readonly matrix: SparseProducts;
  private readonly dense: Float64Array;
  private shown = -1;

  constructor(rows: SparseRows, matrix: Float64Array, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.matrix = new SparseProducts(matrix, rows.p);
    this.dense = new Float64Array(rows.p);
  }

  products(first: number, count: number, out: Float64Array): void {
    this.matrix.products(this.rows, first, count, out);
  }

  softBlock(first: number, count: number, shares: Float64Array, arrays: PosteriorArrays): void {
    this.products(first, count, shares);
    posteriorShares(shares, this.columns, arrays);
    this.addShares(first, count, shares);
  }

  addShares(first: number, count: number, shares: Float64Array): void {
    this.matrix.addShares(this.rows, first, count, shares);
  }

  addRows(first: number, count: number, components: Int32Array, factors: Float64Array): void {
    const { columns } = this;
    const shares = new Float64Array(count * columns);
    for (let i = 0; i < count; i++) {
      if (components[i] >= 0) shares[i * columns + components[i]] = factors[i];
    }
    this.addShares(first, count, shares);
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
    return this.matrix.sums();
  }
}
