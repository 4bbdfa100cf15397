import { log1pMinus } from './log1pMinus.ts';

/** B_2k/(2k(2k-1)): what multiplies a^(1-2k), DLMF 5.11.1. */
const coefficients: readonly number[] = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];

const ENOUGH = 16;

/**
 * What Stirling's formula leaves out of log Γ(a).
 *
 *   log Γ(a) = (a - ½) log a - a + ½ log 2π + stirlingRemainder(a)
 *
 *   region     method                                                       error
 *   a >= 16    Σ B_2k/(2k(2k-1)) a^(1-2k), k = 1, ..., 8                     below 1e-20
 *   a < 16     the same at a + m, and Σ (a+j+½) log(1 + 1/(a+j)) - 1 to it   below 4e-16 at a >= ½
 *
 * Domain: a > 0. The parts of log Γ that grow with a are left to the caller, who can cancel them.
 */
export function stirlingRemainder(a: number): number {
  let steps = 0;
  for (; a < ENOUGH; a++) steps += 0.5 / a + (a + 0.5) * log1pMinus(1 / a);
  const square = 1 / (a * a);
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = coefficients[k] + square * sum;
  return steps + sum / a;
}
