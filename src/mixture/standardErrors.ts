import { normalQuantile } from '../fit/normalQuantile.ts';
import type { Rows } from '../rows.ts';
import { describe } from '../special/arrays.ts';
import { VonMisesFisher } from '../VonMisesFisher.ts';
import { requireNumber } from '../validate.ts';
import { choleskyInverse } from './choleskyInverse.ts';
import { informationMatrix, informationSize } from './informationMatrix.ts';
import { type MixtureRowOptions, mixtureData } from './MixtureData.ts';
import { columnsOf, directionAt, type MixtureParameters } from './MixtureParameters.ts';
import { parametersOf } from './parametersOf.ts';
import { VonMisesFisherMixture } from './VonMisesFisherMixture.ts';

export interface StandardErrorOptions extends Omit<MixtureRowOptions, 'dimension'> {
  /** How often each row counts, as in the fit. @default 1 for each */
  readonly sampleWeights?: ArrayLike<number> | undefined;
  /** Of the intervals, in (0, 1). @default 0.95 */
  readonly confidence?: number | undefined;
}

export type Interval = readonly [lower: number, upper: number];

/** Standard errors, component by component. */
export interface MixtureErrors {
  /** Of α_k. */
  readonly weights: Float64Array;
  /** Of the weight of noise; undefined where there is none. */
  readonly noise: number | undefined;
  /** Of κ_k. */
  readonly kappas: Float64Array;
  /** Of μ_k, in radians along one axis orthogonal to it, root mean square over these axes. */
  readonly directions: Float64Array;
  /** Half-angle in radians of the cone around μ_k that holds the direction with that confidence; π where it is unknown. */
  readonly directionCones: Float64Array;
  /** α_k within its interval, by the normal law of log(α/(1 - α)). */
  readonly weightIntervals: readonly Interval[];
  /** κ_k within its interval, by the normal law of log κ. */
  readonly kappaIntervals: readonly Interval[];
  /** False where the information is not positive definite: then the mixture is no maximum, and all is NaN. */
  readonly isMaximum: boolean;
}

const caller = 'standardErrors';
/** Parameters whose information matrix is at most 32 MB. */
const MOST = 2048;

const intervals = (
  values: ArrayLike<number>,
  interval: (value: number, k: number) => Interval,
): readonly Interval[] => Array.from(values, interval);

function errorsFrom(covariance: Float64Array, parameters: MixtureParameters) {
  const { p, weights, kappas, noise } = parameters;
  const k = weights.length;
  const columns = columnsOf(parameters);
  const size = informationSize(parameters);
  const alongs = new Float64Array(k);
  const directions = new Float64Array(k);
  for (let c = 0; c < k; c++) {
    const mu = directionAt(parameters, c);
    let along = 0;
    let trace = 0;
    for (let a = 0; a < p; a++) {
      const from = (c * p + a) * size + c * p;
      trace += covariance[from + a];
      for (let b = 0; b < p; b++) along += mu[a] * mu[b] * covariance[from + b];
    }
    alongs[c] = Math.sqrt(along);
    directions[c] = Math.sqrt(Math.max(0, trace - along) / (p - 1)) / kappas[c];
  }
  const ofWeights = Float64Array.from({ length: columns }, (_, c) => {
    if (c < columns - 1) return Math.sqrt(covariance[(k * p + c) * (size + 1)]);
    // The last weight is 1 minus the others.
    let sum = 0;
    for (let a = k * p; a < size; a++) for (let b = k * p; b < size; b++) sum += covariance[a * size + b];
    return Math.sqrt(sum);
  });
  return {
    weights: ofWeights.slice(0, k),
    noise: noise === undefined ? undefined : ofWeights[k],
    kappas: alongs,
    directions,
  };
}

/** The angle that μ keeps within, as the direction of a resultant does: its law has concentration 1/se². */
function coneOf(mu: Float64Array, error: number, confidence: number): number {
  const kappa = error ** -2;
  if (!(kappa < Number.POSITIVE_INFINITY)) return Number.isNaN(kappa) ? Number.NaN : 0;
  return new VonMisesFisher(mu, kappa).angleSurvivalQuantile(1 - confidence);
}

/**
 * Standard errors and intervals of a mixture with free concentrations and weights that was fitted to rows by maximum
 * likelihood, from the observed information (informationMatrix.ts).
 *
 *   se(κ_k)² = μ_kᵀ Σ_k μ_k,   se(μ_k)² = tr(P Σ_k P)/((p - 1) κ_k²),   Σ = I⁻¹, P = 1 - μμᵀ
 *
 * The cone of a direction is that of a von Mises-Fisher law with concentration 1/se(μ_k)², exact for one component of
 * known κ; it takes the errors along all axes orthogonal to μ_k as equal.
 *
 * For many rows and components that are apart and hold some p rows each; at most 2048 parameters, K (p + 1) - 1.
 * They mean nothing for hard EM, whose estimates are biased, or with a prior.
 *
 * @param data the rows of the fit
 * @param mixture what fitMixture found, converged to a `tolerance` of 1e-10 or so
 * @param options `sampleWeights`, `normalize` as in the fit; `confidence`
 * @throws TypeError for what is no mixture or rows of the wrong kind; RangeError for too many parameters, a weight
 *   of 0 or a confidence outside (0, 1)
 * @see Louis, J. R. Stat. Soc. B 44 (1982)
 * @example
 * const mixture = new VonMisesFisherMixture([1], [new VonMisesFisher([1, 0], 3)]);
 * const rows = mixture.samples(1000, { seed: 1 });
 * const fitted = fitMixture(rows, 1, { dimension: 2 }).mixture;
 * standardErrors(rows, fitted).kappas[0]; // 0.116778...
 */
export function standardErrors(
  data: Rows,
  mixture: VonMisesFisherMixture,
  options: StandardErrorOptions = {},
): MixtureErrors {
  const { confidence = 0.95, sampleWeights, normalize } = options;
  if (!(mixture instanceof VonMisesFisherMixture)) {
    throw new TypeError(`${caller}: mixture must be a VonMisesFisherMixture, got ${describe(mixture)}`);
  }
  requireNumber(caller, 'confidence', confidence);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`${caller}: confidence must lie between 0 and 1, got ${confidence}`);
  }
  const parameters = parametersOf(mixture);
  const { weights, kappas, noise } = parameters;
  const size = informationSize(parameters);
  if (size > MOST) {
    throw new RangeError(`${caller}: the mixture must have at most ${MOST} parameters, got ${size}`);
  }
  if (weights.some((weight) => weight === 0) || noise === 0) {
    throw new RangeError(`${caller}: every weight must be positive, got [${weights}]`);
  }
  const rows = mixtureData(caller, data, { dimension: parameters.p, normalize }, sampleWeights);
  const covariance = choleskyInverse(informationMatrix(rows, parameters), size);
  const errors = errorsFrom(covariance ?? new Float64Array(size * size).fill(Number.NaN), parameters);
  const z = normalQuantile((1 + confidence) / 2);
  const cones = Float64Array.from(weights, (_, k) =>
    coneOf(directionAt(parameters, k), errors.directions[k], confidence),
  );
  return {
    ...errors,
    directionCones: cones,
    weightIntervals: intervals(weights, (weight, k) => {
      const odds = weight / (1 - weight);
      const reach = Math.exp((z * errors.weights[k]) / (weight * (1 - weight)));
      return weight === 1 ? [1, 1] : [odds / (odds + reach), (odds * reach) / (1 + odds * reach)];
    }),
    kappaIntervals: intervals(kappas, (kappa, k) => {
      const reach = Math.exp((z * errors.kappas[k]) / kappa);
      return [kappa / reach, kappa * reach];
    }),
    isMaximum: covariance !== undefined,
  };
}
