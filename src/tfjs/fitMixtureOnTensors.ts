import * as tf from '@tensorflow/tfjs-core';
import { describe } from '../special/arrays.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import { chunkSize } from './chunkSize.ts';
import type { MixturePassOptions } from './MixturePassOptions.ts';
import { maximizeMixture } from './maximizeMixture.ts';
import { mixtureChange } from './mixtureChange.ts';
import { passOverRows } from './passOverRows.ts';
import { requireRows } from './requireRows.ts';
import { requirePositive } from './requireTensor.ts';
import { requireUnitRows } from './requireUnitRows.ts';
import { rowFacts } from './rowFacts.ts';
import { startingMixture } from './startingMixture.ts';
import { startingWeights, type WeightOptions } from './startingWeights.ts';
import { columnsOf, type MixtureStart, type TensorMixture, tensorMixture } from './tensorMixture.ts';

/** How far a fit has come. */
export interface TensorMixtureProgress {
  /** Passes over the rows so far. */
  readonly iteration: number;
  /** What is maximised, under the parameters of this pass. */
  readonly objective: number;
}

export interface TensorMixtureFitOptions extends MixturePassOptions, WeightOptions {
  /** A κ for each component, one for all, or the κ that is given: one number, or one for each. @default 'free' */
  readonly concentration?: 'free' | 'common' | number | ArrayLike<number> | undefined;
  /**
   * ν of the prior (C_p(κ)/C_p(0))^ν on each κ: as if each component had seen ν rows more that point nowhere. It
   * keeps the likelihood bounded by itself, and pulls κ down; 1 is mild.
   * @default 0
   */
  readonly prior?: number | undefined;
  /** The largest κ a component may have; those at it are listed as degenerate. @default 2^16 (p - 1)/2 */
  readonly maxKappa?: number | undefined;
  /** Change of the objective at which to stop, relative to its size or Σ w, whichever is larger. @default 1e-6 */
  readonly tolerance?: number | undefined;
  /** Change of weights, and relative change of κμ, at which to stop; both have to be met. @default 1e-3 */
  readonly parameterTolerance?: number | undefined;
  /** Steps after which to stop in any case. @default 1000 */
  readonly maxIterations?: number | undefined;
  /** Called after each pass over the rows. */
  readonly onProgress?: ((progress: TensorMixtureProgress) => void) | undefined;
  /** Ends the fit after the pass at hand; the result holds what it came to, with `aborted` true. */
  readonly signal?: AbortSignal | undefined;
}

/** What fitMixtureOnTensors came to; a start for another fit. */
export interface TensorMixtureFit extends TensorMixture {
  /** Σ_i w_i log f(x_i), nats; of a labelled row, log α_k f_k(x_i). */
  readonly logLikelihood: number;
  /** Σ_i w_i max_k log α_k f_k(x_i), nats. */
  readonly classificationLogLikelihood: number;
  /** The objective after each pass: the log-likelihood, or that of the classification in hard EM, and the logarithm of the prior. */
  readonly trace: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
  readonly aborted: boolean;
  /** Components at the largest κ allowed: the likelihood has no maximum there, but grows with κ. */
  readonly degenerate: readonly number[];
}

const caller = 'fitMixtureOnTensors';

function requireNotNegative(name: string, value: number): void {
  if (typeof value !== 'number') {
    throw new TypeError(`${caller}: ${name} must be a number, got ${describe(value)}`);
  }
  if (!(value >= 0)) throw new RangeError(`${caller}: ${name} must not be negative, got ${value}`);
}

/**
 * A mixture of von Mises-Fisher distributions fitted to rows on the device, by expectation and maximisation from a
 * start.
 *
 *   r_ik = α_k f_k(x_i)/Σ_l α_l f_l(x_i);   α_k = W_k/W,   μ_k = S_k/|S_k|,   A_p(κ_k) = |S_k|/(W_k + ν)
 *   with W_k = Σ_i w_i r_ik, S_k = Σ_i w_i r_ik x_i
 *
 * The same iteration as `fitMixture` of ./mixture in float32 on any backend: passes over rows run on the device, the
 * few numbers they leave become parameters on the host in double precision. Find a start with `fitMixture` on a
 * sample of the rows; its `mixture` can be given as it is. The result is plain arrays:
 *
 *   new VonMisesFisherMixture(fit.weights, fit.directions.map((mu, k) => new VonMisesFisher(mu, fit.kappas[k])), fit)
 *
 * Accuracy, beside fitMixture and with c = min(n, chunkRows): log-likelihood within n 2^-24 (κ √p + p √c), weights
 * and directions within 2^-24 (√c + κ √(p/n) + p √(c/n)), κ within the same times 1 + 2κ/(p - 1), relative; all times
 * what EM amplifies where components overlap. Tests hold that for p = 3, 64 and 256 on cpu and wasm, also with sample
 * weights, labels, noise, a prior and given weights. So κ should stay below the default of `maxKappa`, where R̄ in
 * float32 still gives it to some 2 %.
 *
 * All K components stay, one that no row goes to with weight 0. Memory on the device beyond the rows: some
 * arrays of [chunkRows, K] and of [K, p]; no tensor stays. Between passes, and every 32 chunks, events and timers
 * get their turn, so that a signal can arrive.
 *
 * @param rows [n, p], unit rows, p >= 2
 * @param start α_k, μ_k, κ_k and noise as arrays, or a VonMisesFisherMixture
 * @param options see TensorMixtureFitOptions
 * @throws (rejects with) TypeError for a non-tensor, a shape or kind that does not fit; RangeError for rows or
 *   directions that are no unit vectors, weights that do not add up to 1, or options out of range
 * @see Banerjee, Dhillon, Ghosh & Sra, JMLR 6 (2005)
 * @example
 * const rows = tf.tensor2d([[1, 0], [0.8, 0.6], [0.8, -0.6], [-1, 0], [-0.8, 0.6], [-0.8, -0.6]]);
 * const start = { weights: [0.5, 0.5], directions: [[1, 0], [-1, 0]], kappas: [2, 2] };
 * const { kappas } = await fitMixtureOnTensors(rows, start, { concentration: 'common', tolerance: 1e-7, parameterTolerance: 1e-6 });
 * kappas; // [4.0330..., 4.0330...]
 */
export async function fitMixtureOnTensors(
  rows: tf.Tensor2D,
  start: MixtureStart,
  options: TensorMixtureFitOptions = {},
): Promise<TensorMixtureFit> {
  const [n, p] = requireRows(caller, rows).shape;
  const { kind = 'soft', tolerance = 1e-6, parameterTolerance = 1e-3, maxIterations = 1000 } = options;
  const { maxKappa = (2 ** 16 * (p - 1)) / 2, prior = 0, onProgress, signal } = options;
  requirePositive(caller, 'maxKappa', maxKappa);
  requireNotNegative('prior', prior);
  if (prior === Number.POSITIVE_INFINITY)
    throw new RangeError(`${caller}: prior must be finite, got ${prior}`);
  requireNotNegative('tolerance', tolerance);
  requireNotNegative('parameterTolerance', parameterTolerance);
  requireNotNegative('maxIterations', maxIterations);
  const given = startingWeights(caller, tensorMixture(caller, 'start', start, p), options);
  const begin = startingMixture(caller, given.mixture, options.concentration, maxKappa);
  const { concentration } = begin;
  const settings = { concentration, maxKappa, prior, weights: given.weights, noise: given.noise };
  const columns = columnsOf(begin.mixture);
  const chunkRows = chunkSize(caller, options, columns);
  await requireUnitRows(caller, rows, chunkRows);
  const facts = rowFacts(caller, options, n, columns);

  const trace: number[] = [];
  let { mixture } = begin;
  let change = Number.NaN;
  try {
    for (;;) {
      const statistics = await passOverRows(caller, rows, facts, mixture, kind, chunkRows);
      const { logLikelihood, classificationLogLikelihood } = statistics;
      const objective =
        (kind === 'hard' ? classificationLogLikelihood : logLikelihood) + logPrior(p, mixture, prior);
      const moved = Math.abs(objective - (trace.at(-1) ?? Number.NaN));
      const scale = Math.max(Math.abs(objective), facts.total);
      const converged = moved <= tolerance * scale && change <= parameterTolerance;
      trace.push(objective);
      onProgress?.({ iteration: trace.length, objective });
      const aborted = signal?.aborted ?? false;
      if (converged || aborted || trace.length > maxIterations) {
        const atBound = Array.from(mixture.kappas.keys()).filter((k) => mixture.kappas[k] >= maxKappa);
        return {
          ...mixture,
          logLikelihood,
          classificationLogLikelihood,
          trace,
          iterations: trace.length - 1,
          converged,
          aborted,
          degenerate: concentration === 'given' ? [] : atBound,
        };
      }
      const next = maximizeMixture(statistics, mixture, settings);
      change = mixtureChange(mixture, next);
      mixture = next;
    }
  } finally {
    tf.dispose([facts.weights, facts.labels]);
  }
}

/** Σ_k ν log(C_p(κ_k)/C_p(0)) */
const logPrior = (p: number, { kappas }: TensorMixture, nu: number): number =>
  nu === 0 ? 0 : kappas.reduce((sum, kappa) => sum + nu * relativeLogNormalizer(p, kappa), 0);
