import type { DensityArrays } from './DensityArrays.ts';

/** What the rows of one block add to MixtureStatistics, its sums S_k apart. */
export interface BlockTotals {
  /** W_k, noise last. */
  readonly weights: Float64Array;
  /** V_k of the sharp components; the others are left alone. */
  readonly spreads: Float64Array;
  /** Σ w_i log f(x_i) as hi + lo, and Σ w_i max_k log α_k f_k(x_i) likewise. */
  readonly likelihoods: Float64Array;
}

export const blockTotals = ({ columns, kappas }: DensityArrays): BlockTotals => ({
  weights: new Float64Array(columns),
  spreads: new Float64Array(kappas.length),
  likelihoods: new Float64Array(4),
});
