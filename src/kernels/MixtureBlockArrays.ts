import type { PosteriorArrays } from './PosteriorArrays.ts';

/** What goes with the rows of a block of EM; see mixtureBlock.ts. */
export interface MixtureBlockArrays extends PosteriorArrays {
  /** K rows of p sums, to which Σ_i v_i r_ik x_ij is added. */
  readonly sums: Float64Array;
}
