import type { Precision } from '../kernels/negligibleShare.ts';
import type { RandomOptions } from '../random.ts';
import type { ConcentrationMethod } from '../special/concentration.ts';
import type { MixtureRowOptions } from './MixtureData.ts';
import type { MixtureKind } from './MixtureKind.ts';
import type { MixtureState } from './MixtureState.ts';
import type { VonMisesFisherMixture } from './VonMisesFisherMixture.ts';

/**
 * How directions to start from are found:
 *
 *   'k-means++'                rows far from those before, by cosine
 *   'random-rows'              different rows, each as likely; 'p' of R's movMF
 *   'random-assignment'        each row to a component at random; 'i' there
 *   'farthest-first'           a random row, then always the farthest; 's' there
 *   'central-farthest-first'   the row nearest to the mean, then always the farthest, nothing at random; 'S' there
 *   'spherical-k-means'        k-means++, then k-means by cosine
 */
export type InitializationMethod =
  | 'k-means++'
  | 'random-rows'
  | 'random-assignment'
  | 'farthest-first'
  | 'central-farthest-first'
  | 'spherical-k-means';

/** A method; k directions of unit length; a component for each row, -1 for none; or a mixture to go on from. */
export type Initialization =
  | InitializationMethod
  | readonly ArrayLike<number>[]
  | ArrayLike<number>
  | VonMisesFisherMixture;

/** How far a fit has come. */
export interface MixtureProgress {
  /** Short runs, runs to convergence, attempts to split and merge, or passes over a stream. */
  readonly stage: 'short' | 'polish' | 'split-merge' | 'stream';
  /** Which run of the stage, from 0 on, and of how many. */
  readonly run: number;
  readonly runs: number;
  /** Passes over the rows in this run. */
  readonly iteration: number;
  /** What this run maximises: the log-likelihood and the logarithm of the prior, less the penalty of `sparsity`. */
  readonly objective: number;
  /** Components in this run. */
  readonly components: number;
  /** For `resume`: the best run so far, those on all rows before those on a sample, sound ones before others. */
  readonly state: () => MixtureState;
}

export interface MixtureFitOptions extends MixtureRowOptions, RandomOptions {
  /** How rows are given to components. @default 'soft' */
  readonly kind?: MixtureKind | undefined;
  /**
   * 'single': products, which take most of the time, in floats, where posteriors are soft and no κ is 2^14 or more, of
   * dense rows without labels; all else in doubles. Each log f(x) is then wrong by some κ 2^-24, which moves κ and weights
   * by about as much, relatively. @default 'double'
   */
  readonly precision?: Precision | undefined;
  /** A κ of its own for each component, one for all, or the κ that is given: one number, or one for each. @default 'free' */
  readonly concentration?: 'free' | 'common' | number | ArrayLike<number> | undefined;
  /**
   * How κ follows from R̄: exactly, or by one of the ten published ways that ConcentrationMethod lists with their names
   * in R's movMF; approximations among them may lower the likelihood. @default 'exact'
   */
  readonly estimator?: ConcentrationMethod | undefined;
  /** From the data, all equal, or these numbers, positive and adding up to 1. @default 'estimated' */
  readonly weights?: 'estimated' | 'equal' | ArrayLike<number> | undefined;
  /** How often each row counts: a weight of 2 is the row twice. @default 1 for each */
  readonly sampleWeights?: ArrayLike<number> | undefined;
  /**
   * The component each row is known to belong to; -1 where it is not known, k for noise. Starts point each
   * component with such rows to their mean. @default all unknown
   */
  readonly labels?: ArrayLike<number> | undefined;
  /** A uniform distribution beside the components: true with a weight from the data, or its weight. @default false */
  readonly noise?: boolean | number | undefined;
  /**
   * ν of the prior (C_p(κ)/C_p(0))^ν on each κ: as if each component had seen ν rows more that point nowhere. It
   * keeps the likelihood bounded by itself, and pulls κ down; 1 is mild.
   * @default 0
   */
  readonly prior?: number | undefined;
  /**
   * β of the penalty β Σ_k |μ_k|₁ that is taken off the log-likelihood, in nats: coordinate j of μ_k becomes 0 where
   * κ_k |S_kj| <= β, so that a prototype names the few coordinates it is about. selectSparsity tries many.
   * @default 0
   */
  readonly sparsity?: number | undefined;
  /**
   * The largest κ a component may have: without a bound the likelihood has none, as a component can settle on one
   * row. Components at it are reported as degenerate. @default 1e8 (p - 1)/2, where 1 - R̄ is 1e-8
   */
  readonly maxKappa?: number | undefined;
  /**
   * A component of less weight counts as empty and is taken out. Where weights or concentrations are given, or
   * there are labels, all k stay. With a larger value the likelihood may fall where one goes. @default 1e-12
   */
  readonly minWeight?: number | undefined;
  /** @default 'k-means++' */
  readonly initialization?: Initialization | undefined;
  /** Short runs, each from a start of its own. @default 10, or 1 where the start is given or not random */
  readonly restarts?: number | undefined;
  /** Passes of a short run. @default 10 */
  readonly shortIterations?: number | undefined;
  /**
   * How many of the short runs go on to convergence, best first. Of more than some thousand rows, starts are
   * compared on a random sample, and the best goes on with all rows.
   * @default 3
   */
  readonly polish?: number | undefined;
  /** Attempts to merge two components and split a third; each that helps is kept. @default 0 */
  readonly splitMerge?: number | undefined;
  /** Largest change of the log-likelihood at which to stop, relative to its size or Σ w, whichever is larger. @default 1e-8, or 1e-6 in 'single' precision */
  readonly tolerance?: number | undefined;
  /** Largest change of weights, and relative change of κμ, at which to stop; both have to be met. @default 1e-4 */
  readonly parameterTolerance?: number | undefined;
  /** Steps after which to stop in any case. @default 1000 */
  readonly maxIterations?: number | undefined;
  /**
   * Threads that share the passes over dense rows, the calling one included; the bits of the result do not depend on it.
   * Passes that are over in a few milliseconds stay on one thread, as do sparse rows. In a browser see startWorkers.
   * Memory beyond the rows grows by some MB for each thread and 64 MB, or an eighth of n x K numbers, at most.
   * @default 1
   */
  readonly workers?: number | undefined;
  /** Whether the result holds the responsibilities of all rows. @default false */
  readonly responsibilities?: boolean | undefined;
  /** Called after each pass over the rows. */
  readonly onProgress?: ((progress: MixtureProgress) => void) | undefined;
  /** Ends the fit after the pass at hand; the result holds the best so far, with `aborted` true. */
  readonly signal?: AbortSignal | undefined;
  /** The `state` of an earlier result on the same rows: its last run goes on as if it had not ended. */
  readonly resume?: MixtureState | undefined;
}
