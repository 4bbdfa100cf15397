import { mixtureBlock } from '../kernels/mixtureBlock.ts';
import type { Precision } from '../kernels/negligibleShare.ts';
import type { PosteriorArrays } from '../kernels/PosteriorArrays.ts';
import { productTransposed } from '../kernels/productTransposed.ts';
import { weightedRowSums } from '../kernels/weightedRowSums.ts';
import type { DenseRows } from '../rows.ts';
import { blockRows } from './blockRows.ts';
import type { RowPass } from './RowPass.ts';

/** Dense rows through the kernels. */
export class DensePass implements RowPass {
  private readonly rows: DenseRows;
  private readonly matrix: Float64Array;
  private readonly columns: number;
  private readonly total: Float64Array;
  private readonly precision: Precision;

  /** Sums are added to `total`; `precision` is for softBlock. */
  constructor(
    rows: DenseRows,
    matrix: Float64Array,
    columns: number,
    total: Float64Array = new Float64Array(columns * rows.p),
    precision: Precision = 'double',
  ) {
    this.rows = rows;
    this.matrix = matrix;
    this.columns = columns;
    this.total = total;
    this.precision = precision;
  }

  products(first: number, count: number, out: Float64Array): void {
    productTransposed(this.rows.block(first, count), this.matrix, this.rows.p, out);
  }

  softBlock(first: number, count: number, _: Float64Array, arrays: PosteriorArrays): void {
    const { rows, matrix, total, precision } = this;
    mixtureBlock(rows.block(first, count), matrix, rows.p, { ...arrays, sums: total }, precision);
  }

  addShares(first: number, count: number, shares: Float64Array): void {
    weightedRowSums(this.rows.block(first, count), shares, this.columns, this.rows.p, this.total);
  }

  addRows(first: number, count: number, components: Int32Array, factors: Float64Array): void {
    const { p } = this.rows;
    const most = blockRows(this.rows, 0);
    for (let start = 0; start < count; start += most) {
      const taken = Math.min(most, count - start);
      const block = this.rows.block(first + start, taken);
      for (let i = 0; i < taken; i++) {
        const component = components[start + i];
        if (component < 0) continue;
        const factor = factors[start + i];
        const to = component * p;
        const from = i * p;
        for (let j = 0; j < p; j++) this.total[to + j] += factor * block[from + j];
      }
    }
  }

  row(i: number): ArrayLike<number> {
    return this.rows.block(i, 1);
  }

  sums(): Float64Array {
    return this.total;
  }
}
