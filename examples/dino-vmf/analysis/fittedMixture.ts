import {
  fitMixture,
  type Initialization,
  type MixtureFitResult,
  type MixtureProgress,
} from 'von-mises-fisher/mixture';
import { type Agreement, agreement } from './agreement.ts';
import { type Quantiles, quantiles } from './quantiles.ts';

/** Unit rows [n, p] with the class of each. */
export interface LabelledDirections {
  readonly values: Float32Array;
  readonly labels: Int32Array;
}

/** A vMF mixture fitted by EM to the directions of the training images. */
export interface FittedMixture {
  /** Components it has, and how many of them are at the largest κ or hold no more than two images. */
  readonly components: number;
  readonly unsound: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly kappas: Quantiles;
  /** Mean log density of the images in nats, relative to the uniform distribution. */
  readonly logDensity: { readonly train: number; readonly test: number };
  /** Of the most probable component of each test image with its class. */
  readonly agreement: Agreement;
  /** The mean directions of the components. */
  readonly means: readonly Float64Array[];
}

export interface FitSettings {
  readonly p: number;
  readonly components: number;
  readonly seed: number;
  /** Directions to start from; by default the best of several starts by k-means++. */
  readonly start?: Initialization;
  readonly onProgress?: (progress: MixtureProgress) => void;
}

export function fittedMixture(
  train: LabelledDirections,
  test: LabelledDirections,
  { p, components, seed, start, onProgress }: FitSettings,
): FittedMixture {
  // Directions were normalised in float32: they are made unit again in double precision.
  const rows = { dimension: p, normalize: true } as const;
  const result: MixtureFitResult = fitMixture(train.values, components, {
    ...rows,
    seed,
    onProgress,
    ...(start === undefined ? {} : { initialization: start }),
  });
  const { mixture } = result;
  const score = (values: Float32Array) => mixture.score(values, { ...rows, measure: 'uniform' });
  return {
    components: mixture.components.length,
    unsound: result.degenerate.length + result.spurious.length,
    iterations: result.iterations,
    converged: result.converged,
    kappas: quantiles(mixture.components.map(({ kappa }) => kappa)),
    logDensity: { train: score(train.values), test: score(test.values) },
    agreement: agreement(mixture.predict(test.values, rows), test.labels),
    means: mixture.components.map(({ mu }) => mu),
  };
}
