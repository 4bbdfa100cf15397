import { dd, divide, multiply } from '../special/doubleDouble.ts';
import { incompleteBeta } from '../special/incompleteBeta.ts';
import { type TailProbability, upperTail } from './TailProbability.ts';

/** P(F >= x) with d1 and d2 degrees of freedom, real and at least 1; 1 for negative x. */
export function fTail(d1: number, d2: number, x: number): TailProbability {
  if (!(Math.max(d1, d2, x) < 1e150)) {
    return upperTail(incompleteBeta(d1 / 2, d2 / 2, d1 * (Math.max(0, x) / d2)));
  }
  const odds = divide(multiply(dd(d1), dd(Math.max(0, x))), dd(d2));
  return upperTail(incompleteBeta(d1 / 2, d2 / 2, odds));
}
