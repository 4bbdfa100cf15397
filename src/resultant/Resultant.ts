import { add, type DoubleDouble, dd, negate } from '../special/doubleDouble.ts';
import { lengthOfSum } from './lengthOfSum.ts';

/**
 * What weighted unit vectors uᵢ leave behind for likelihoods: how many they are, their weight W = Σ wᵢ,
 * their resultant S = Σ wᵢuᵢ as high + low, and the complement W - |S|.
 *
 * The complement is carried on its own because it fixes κ where the vectors lie close together, and W - |S|
 * formed afterwards would be rounding noise there.
 */
export interface Resultant {
  n: number;
  weight: DoubleDouble;
  complement: DoubleDouble;
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** Of no vectors. */
export const emptyResultant = (p: number): Resultant => ({
  n: 0,
  weight: dd(0),
  complement: dd(0),
  high: new Float64Array(p),
  low: new Float64Array(p),
});

/** From the sums over n rows, with W - |S| by subtraction. Makes high + low the rounded sum and its rest. */
export function resultantOfSums(
  n: number,
  weight: DoubleDouble,
  high: Float64Array,
  low: Float64Array,
): Resultant {
  for (let j = 0; j < high.length; j++) {
    const sum = high[j] + low[j];
    low[j] += high[j] - sum;
    high[j] = sum;
  }
  const complement = add(weight, negate(lengthOfSum(high, low)));
  return { n, weight, complement: n === 1 || complement.hi < 0 ? dd(0) : complement, high, low };
}

/**
 * Whether W - |S| has to be computed anew from the distances of the rows. Where this is false, the rounding
 * of the rows' lengths cost it 2^-46 √p at most.
 */
export const isConcentrated = ({ n, weight, complement }: Resultant): boolean =>
  n > 1 && weight.hi > 0 && complement.hi < 2 ** -7 * weight.hi;

/** S/|S|, each component within 2 ulp; NaN where S is zero. */
export function directionOf({ high, low }: Resultant): Float64Array {
  const length = lengthOfSum(high, low).hi;
  return high.map((value) => value / length);
}
