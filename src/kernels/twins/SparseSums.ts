import type { CompressedRows } from '../byColumns.ts';

/** The twin of assembly/sparseRows.ts, for rows in the order of their columns; see ../SparseProducts.ts. */
export class SparseSums {
  /** p x K, as `sums`. */
  private readonly matrix: Float64Array;
  readonly sums: Float64Array;
  private readonly columns: number;

  constructor(matrix: Float64Array, sums: Float64Array, columns: number) {
    this.matrix = matrix;
    this.sums = sums;
    this.columns = columns;
  }

  products({ data, indices, indptr }: CompressedRows, out: Float64Array): void {
    const { columns, matrix } = this;
    for (let i = 0; i + 1 < indptr.length; i++) {
      const to = i * columns;
      out.fill(0, to, to + columns);
      for (let at = indptr[i]; at < indptr[i + 1]; at++) {
        const value = data[at];
        const from = indices[at] * columns;
        for (let k = 0; k < columns; k++) out[to + k] += value * matrix[from + k];
      }
    }
  }

  addShares({ data, indices, indptr }: CompressedRows, shares: Float64Array): void {
    const { columns, sums } = this;
    for (let i = 0; i + 1 < indptr.length; i++) {
      for (let k = 0; k < columns; k++) {
        const share = shares[i * columns + k];
        if (share === 0) continue;
        for (let at = indptr[i]; at < indptr[i + 1]; at++) {
          sums[indices[at] * columns + k] += share * data[at];
        }
      }
    }
  }
}
