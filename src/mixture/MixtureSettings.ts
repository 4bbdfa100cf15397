import { describe } from '../special/arrays.ts';
import { type ConcentrationMethod, concentration } from '../special/concentration.ts';
import { requireConcentration, requireInteger, requireNumber, requireOneOf } from '../validate.ts';
import type { EmSettings } from './ExpectationMaximization.ts';
import type { MixtureFitOptions } from './MixtureFitOptions.ts';

/** What does not depend on the rows, checked, with the defaults. */
export interface MixtureSettings extends EmSettings {
  readonly k: number;
  readonly hasNoise: boolean;
  /** Whether components keep their number whatever the rows are. */
  readonly tied: boolean;
  readonly restarts: number;
  readonly shortIterations: number;
  readonly polish: number;
  readonly splitMerge: number;
  /** Threads at most, the calling one included. */
  readonly workers: number;
}

/** 1 - R̄ at the largest κ that is allowed by default. */
const LEAST_SPREAD = 1e-8;
/** The weight of noise to start with. */
export const FIRST_NOISE = 0.05;

const isArray = (value: unknown): value is ArrayLike<number> =>
  value !== null && typeof value === 'object' && typeof (value as ArrayLike<number>).length === 'number';

function requirePositive(caller: string, name: string, value: unknown): void {
  requireNumber(caller, name, value);
  if (!(value > 0)) throw new RangeError(`${caller}: ${name} must be positive, got ${value}`);
}

function requireTolerance(caller: string, name: string, value: unknown): void {
  requireNumber(caller, name, value);
  if (!(value >= 0)) throw new RangeError(`${caller}: ${name} must not be negative, got ${value}`);
}

function requireLength(caller: string, name: string, values: ArrayLike<number>, k: number): void {
  if (values.length !== k) {
    throw new RangeError(
      `${caller}: ${name} must have length ${k}, one for each component, got ${values.length}`,
    );
  }
}

function concentrationFrom(
  caller: string,
  given: MixtureFitOptions['concentration'],
  k: number,
): EmSettings['concentration'] {
  if (given === undefined) return 'free';
  if (typeof given === 'number') {
    requireConcentration(caller, 'concentration', given);
    return new Float64Array(k).fill(given);
  }
  if (isArray(given) && typeof given !== 'string') {
    requireLength(caller, 'concentration', given, k);
    for (let c = 0; c < k; c++) requireConcentration(caller, `concentration[${c}]`, given[c]);
    return Float64Array.from(given);
  }
  requireOneOf(caller, 'concentration', given, ['free', 'common']);
  return given;
}

function weightsFrom(caller: string, given: MixtureFitOptions['weights'], k: number): EmSettings['weights'] {
  if (given === undefined || given === 'estimated') return 'estimated';
  if (given === 'equal') return new Float64Array(k).fill(1 / k);
  if (!isArray(given)) {
    throw new TypeError(
      `${caller}: weights must be 'estimated', 'equal' or an array of numbers, got ${describe(given)}`,
    );
  }
  requireLength(caller, 'weights', given, k);
  for (let c = 0; c < k; c++) requirePositive(caller, `weights[${c}]`, given[c]);
  const sum = Array.from(given).reduce((total, weight) => total + weight, 0);
  if (!(Math.abs(sum - 1) <= 1e-9)) {
    throw new RangeError(`${caller}: weights must add up to 1, got ${sum}`);
  }
  return Float64Array.from(given, (weight) => weight / sum);
}

function noiseFrom(caller: string, noise: boolean | number): EmSettings['noise'] {
  if (typeof noise === 'boolean') return 'estimated';
  requireNumber(caller, 'noise', noise);
  if (!(noise > 0 && noise < 1)) {
    throw new RangeError(`${caller}: noise must lie between 0 and 1, got ${noise}`);
  }
  return noise;
}

function requireEstimator(estimator: ConcentrationMethod): void {
  concentration(3, 0.5, { method: estimator }); // throws for a name that it does not know
}

/** The settings that `options` name for k components in p dimensions. */
export function mixtureSettings(
  caller: string,
  p: number,
  k: number,
  options: MixtureFitOptions,
): MixtureSettings {
  const { kind = 'soft', estimator = 'exact', noise = false, prior = 0, minWeight = 1e-12 } = options;
  const { sparsity = 0 } = options;
  const { maxKappa = (p - 1) / 2 / LEAST_SPREAD, initialization = 'k-means++', splitMerge = 0 } = options;
  const { precision = 'double' } = options;
  const {
    tolerance = precision === 'single' ? 1e-6 : 1e-8,
    parameterTolerance = 1e-4,
    maxIterations = 1000,
  } = options;
  const { shortIterations = 10, polish = 3, workers = 1 } = options;
  const isDrawn = typeof initialization === 'string' && initialization !== 'central-farthest-first';
  const { restarts = isDrawn ? 10 : 1 } = options;
  requireInteger(caller, 'k', k, 1);
  requireOneOf(caller, 'precision', precision, ['double', 'single']);
  requireOneOf(caller, 'kind', kind, ['soft', 'hard', 'stochastic']);
  requireEstimator(estimator);
  requirePositive(caller, 'maxKappa', maxKappa);
  requireConcentration(caller, 'maxKappa', maxKappa);
  requireConcentration(caller, 'prior', prior);
  requireConcentration(caller, 'sparsity', sparsity);
  requireTolerance(caller, 'minWeight', minWeight);
  requireTolerance(caller, 'tolerance', tolerance);
  requireTolerance(caller, 'parameterTolerance', parameterTolerance);
  for (const [name, value, least] of [
    ['maxIterations', maxIterations, 0],
    ['restarts', restarts, 1],
    ['shortIterations', shortIterations, 0],
    ['polish', polish, 1],
    ['splitMerge', splitMerge, 0],
    ['workers', workers, 1],
  ] as const) {
    requireInteger(caller, name, value, least);
  }
  const concentrations = concentrationFrom(caller, options.concentration, k);
  const weights = weightsFrom(caller, options.weights, k);
  const tied = weights !== 'estimated' || typeof concentrations === 'object' || options.labels !== undefined;
  return {
    k,
    kind,
    precision,
    estimator,
    prior,
    sparsity,
    maxKappa,
    concentration: concentrations,
    weights,
    noise: noiseFrom(caller, noise),
    hasNoise: noise !== false,
    tied,
    minWeight: tied ? 0 : minWeight,
    tolerance,
    parameterTolerance,
    maxIterations,
    restarts,
    shortIterations,
    polish,
    splitMerge,
    workers,
  };
}
