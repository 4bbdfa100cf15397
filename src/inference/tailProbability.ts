import { dd, divide, multiply } from '../special/doubleDouble.ts';
import { incompleteBeta } from '../special/incompleteBeta.ts';
import { incompleteGamma } from '../special/incompleteGamma.ts';
import type { Tails } from '../special/Tails.ts';

/** A p-value and its logarithm. */
export interface TailProbability {
  readonly pValue: number;
  readonly logPValue: number;
}

const upperOf = ({ upper, logUpper }: Tails): TailProbability => ({ pValue: upper, logPValue: logUpper });

/** P(χ² >= x) with `degrees` degrees of freedom, real and at least 1; 1 for negative x. */
export const chiSquaredTail = (degrees: number, x: number): TailProbability =>
  upperOf(incompleteGamma(degrees / 2, Math.max(0, x) / 2));

/** P(F >= x) with d1 and d2 degrees of freedom, real and at least 1; 1 for negative x. */
export function fTail(d1: number, d2: number, x: number): TailProbability {
  if (!(Math.max(d1, d2, x) < 1e150)) {
    return upperOf(incompleteBeta(d1 / 2, d2 / 2, d1 * (Math.max(0, x) / d2)));
  }
  const odds = divide(multiply(dd(d1), dd(Math.max(0, x))), dd(d2));
  return upperOf(incompleteBeta(d1 / 2, d2 / 2, odds));
}
