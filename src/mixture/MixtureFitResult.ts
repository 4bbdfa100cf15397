import type { MixtureState } from './MixtureState.ts';
import type { VonMisesFisherMixture } from './VonMisesFisherMixture.ts';

/** One start. */
export interface RestartReport {
  /** What was maximised, after the short run; of a single start, after its first pass. */
  readonly shortObjective: number;
  /** How many rows took part: all, or a sample of many; then the best run has gone on with all of them. */
  readonly rows: number;
  /** The same at the end; undefined where the run was not carried on. */
  readonly objective: number | undefined;
  readonly iterations: number;
  readonly converged: boolean;
  /** Components that the run ended with. */
  readonly components: number;
  /** Degenerate and spurious components. */
  readonly unsound: number;
}

export interface RestartSummary {
  readonly runs: readonly RestartReport[];
  /** The run that the result comes from. */
  readonly best: number;
  /** How many runs were carried to the end. */
  readonly polished: number;
  /** How many of those reached the best objective, to 1e-6 of Σ w. */
  readonly reached: number;
}

/** What fitMixture found. */
export interface MixtureFitResult {
  readonly mixture: VonMisesFisherMixture;
  /** Dimension. */
  readonly p: number;
  /** Number of rows. */
  readonly n: number;
  /** W = Σ w_i, the n of every criterion. */
  readonly weight: number;
  /** Σ w_i log f(x_i) in nats with respect to surface measure; of a labelled row, log α_k f_k(x_i). */
  readonly logLikelihood: number;
  /** Σ w_i max_k log α_k f_k(x_i), what hard EM maximises. */
  readonly classificationLogLikelihood: number;
  /** The objective after each pass of the run that the result comes from. */
  readonly trace: readonly number[];
  /** Steps of that run. */
  readonly iterations: number;
  readonly converged: boolean;
  readonly aborted: boolean;
  /** How many threads made passes, the calling one included: at most `workers`, and 1 where the rows are few. */
  readonly threads: number;
  /** Free parameters: K(p - 1) for directions, with `sparsity` Σ(nonZeros - 1), those of κ, and those of weights. */
  readonly df: number;
  /** 2 df - 2 log-likelihood. */
  readonly aic: number;
  /** aic + 2 df (df + 1)/(W - df - 1); Infinity where W <= df + 1. */
  readonly aicc: number;
  /** df log W - 2 log-likelihood. */
  readonly bic: number;
  /** df log W - 2 classification log-likelihood (Biernacki, Celeux & Govaert, IEEE PAMI 22 (2000)). */
  readonly icl: number;
  /** How many coordinates of each μ_k are not 0. */
  readonly nonZeros: readonly number[];
  readonly restarts: RestartSummary;
  /** Attempts to split and merge, and how many helped. */
  readonly splitMerge: { readonly tried: number; readonly accepted: number };
  /** Components at the largest κ allowed: the likelihood has no maximum there, but grows with κ. */
  readonly degenerate: readonly number[];
  /** Components of no more than two rows, whose κ says how near two rows happen to lie. */
  readonly spurious: readonly number[];
  /** Components asked for and not there: rows too few or too alike, or none left to them. */
  readonly removed: number;
  /** One row for each row of data, if asked for: a column for each component, and one for noise. */
  readonly responsibilities: Float64Array | undefined;
  /** For `resume`. */
  readonly state: MixtureState;
}
