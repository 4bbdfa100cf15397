import { incompleteGamma } from '../special/incompleteGamma.ts';
import { bracketedRoot } from './bracketedRoot.ts';

/** z with Φ(z) = q, for ½ <= q < 1: z²/2 is where the incomplete gamma function of shape ½ leaves 2(1 - q). */
export function normalQuantile(q: number): number {
  const logTail = Math.log(2 * (1 - q));
  if (logTail >= 0) return 0;
  const excess = (z: number): number => incompleteGamma(0.5, (z * z) / 2).logUpper - logTail;
  return bracketedRoot(excess, 0, 2 + Math.sqrt(-2 * logTail));
}
