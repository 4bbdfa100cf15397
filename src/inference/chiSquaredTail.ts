import { incompleteGamma } from '../special/incompleteGamma.ts';
import { type TailProbability, upperTail } from './TailProbability.ts';

/** P(χ² >= x) with `degrees` degrees of freedom, real and at least 1; 1 for negative x. */
export const chiSquaredTail = (degrees: number, x: number): TailProbability =>
  upperTail(incompleteGamma(degrees / 2, Math.max(0, x) / 2));
