import type { Tails } from '../special/Tails.ts';

/** A p-value and its logarithm. */
export interface TailProbability {
  readonly pValue: number;
  readonly logPValue: number;
}

/** The upper tail as a p-value. */
export const upperTail = ({ upper, logUpper }: Tails): TailProbability => ({
  pValue: upper,
  logPValue: logUpper,
});
