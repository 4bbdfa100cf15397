import { describe } from '../special/arrays.ts';
import { requireProbability } from '../validate.ts';

/** How far from 1 the sum of weights may be. */
const SUM_TOLERANCE = 1e-9;
/** Sums this near 1 stay, so that a copy of a mixture has its bits. */
const ROUNDING = 2 ** -42;

/** What weights and noise are to be divided by: their sum, or 1 if it is that but for rounding. */
export function weightScale(
  caller: string,
  weights: ArrayLike<number>,
  k: number,
  noise: number | undefined,
): number {
  if (weights === null || typeof weights !== 'object' || typeof weights.length !== 'number') {
    throw new TypeError(`${caller}: weights must be an array of numbers, got ${describe(weights)}`);
  }
  if (weights.length !== k) {
    throw new RangeError(`${caller}: weights must have length ${k} as components, got ${weights.length}`);
  }
  for (let c = 0; c < k; c++) requireProbability(caller, `weights[${c}]`, weights[c]);
  if (noise !== undefined) requireProbability(caller, 'noise', noise);
  const sum = Array.from(weights).reduce((total, weight) => total + weight, noise ?? 0);
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    throw new RangeError(
      `${caller}: weights must add up to 1${noise === undefined ? '' : ' with noise'}, got ${sum}`,
    );
  }
  return Math.abs(sum - 1) <= ROUNDING ? 1 : sum;
}
