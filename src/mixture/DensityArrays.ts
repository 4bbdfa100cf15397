import type { Precision } from '../kernels/negligibleShare.ts';

/** What log α_k f_k(x) of rows is computed from, as plain arrays: so a thread can be handed it. */
export interface DensityArrays {
  /** What products are computed in where no row needs a closer look. */
  readonly precision: Precision;
  /** Dimension. */
  readonly p: number;
  /** Components, and noise if there is some. */
  readonly columns: number;
  /** κ_k μ_k row by row, columns x p; zeros for noise. */
  readonly matrix: Float64Array;
  /** log α_k + log C_p(κ_k): what is to be added to κ_k μ_kᵀx; one for each column. */
  readonly offsets: Float64Array;
  /** κ_k, one for each component. */
  readonly kappas: Float64Array;
  /** log α_k + log(C_p(κ_k) e^κ_k) of the components in `sharp`. */
  readonly peaks: Float64Array;
  /** μ_k row by row; read for the components in `sharp` only. */
  readonly directions: Float64Array;
  /** The components with κ >= 2^14. */
  readonly sharp: ArrayLike<number>;
}
