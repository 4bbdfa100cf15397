import type { PosteriorArrays } from '../kernels/PosteriorArrays.ts';

/** One pass over rows beside a matrix of K rows: products with it, and weighted sums of the rows. */
export interface RowPass {
  /** out[i, k] = Σ_j x_ij m_kj for `count` rows from `first` on, as they are. */
  products(first: number, count: number, out: Float64Array): void;
  /** Soft EM where no row needs a closer look, as mixtureBlock.ts says; `shares` is room for `count` rows of them. */
  softBlock(first: number, count: number, shares: Float64Array, arrays: PosteriorArrays): void;
  /** Adds Σ_i s_ik x_ij to sum k, for all k. */
  addShares(first: number, count: number, shares: Float64Array): void;
  /** Adds factors_i x_i to the sum of components_i; -1 leaves the row out. */
  addRows(first: number, count: number, components: Int32Array, factors: Float64Array): void;
  /** Row i with its zeros, valid until the next call. */
  row(i: number): ArrayLike<number>;
  /** The K x p sums. */
  sums(): Float64Array;
}
