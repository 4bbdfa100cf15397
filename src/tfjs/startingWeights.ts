import { describe } from '../special/arrays.ts';
import type { MaximizationSettings } from './maximizeMixture.ts';
import { requireSizes } from './requireSizes.ts';
import type { TensorMixture } from './tensorMixture.ts';

/** The weight of noise to start with, as in fitMixture. */
const FIRST_NOISE = 0.05;
const SUM_TOLERANCE = 1e-9;

export interface WeightOptions {
  /** From the data, all equal, or these numbers, positive and adding up to 1. @default 'estimated' */
  readonly weights?: 'estimated' | 'equal' | ArrayLike<number> | undefined;
  /**
   * A uniform distribution beside the components: true with a weight from the data, or its weight.
   * @default whether the start has one
   */
  readonly noise?: boolean | number | undefined;
}

function givenWeights(
  caller: string,
  given: WeightOptions['weights'],
  count: number,
): MaximizationSettings['weights'] {
  if (given === undefined || given === 'estimated') return 'estimated';
  if (given === 'equal') return new Float64Array(count).fill(1 / count);
  if (given === null || typeof given !== 'object' || typeof given.length !== 'number') {
    throw new TypeError(
      `${caller}: weights must be 'estimated', 'equal' or an array of numbers, got ${describe(given)}`,
    );
  }
  if (given.length !== count) {
    throw new RangeError(`${caller}: weights must have length ${count}, got ${given.length}`);
  }
  const weights = requireSizes(caller, 'weights', given);
  const zero = weights.indexOf(0);
  if (zero >= 0) throw new RangeError(`${caller}: weights[${zero}] must be positive, got 0`);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    throw new RangeError(`${caller}: weights must add up to 1, got ${sum}`);
  }
  return weights.map((weight) => weight / sum);
}

function requireNoise(caller: string, noise: boolean | number): void {
  if (typeof noise === 'boolean') return;
  if (typeof noise !== 'number') {
    throw new TypeError(`${caller}: noise must be a boolean or a number, got ${describe(noise)}`);
  }
  if (!(noise > 0 && noise < 1)) {
    throw new RangeError(`${caller}: noise must lie between 0 and 1, got ${noise}`);
  }
}

/** The start with the weights and the noise that options ask for. */
export function startingWeights(
  caller: string,
  start: TensorMixture,
  options: WeightOptions,
): { mixture: TensorMixture } & Pick<MaximizationSettings, 'weights' | 'noise'> {
  const { noise: wanted = start.noise !== undefined } = options;
  requireNoise(caller, wanted);
  const weights = givenWeights(caller, options.weights, start.weights.length);
  const first = typeof wanted === 'number' ? wanted : (start.noise ?? FIRST_NOISE);
  const noise = wanted === false ? undefined : first;
  const rest = start.weights.reduce((sum, weight) => sum + weight, 0);
  const even = 1 / start.weights.length;
  const shares =
    weights === 'estimated' ? start.weights.map((weight) => (rest > 0 ? weight / rest : even)) : weights;
  return {
    mixture: { ...start, weights: shares.map((share) => share * (1 - (noise ?? 0))), noise },
    weights,
    noise: typeof wanted === 'number' ? wanted : 'estimated',
  };
}
