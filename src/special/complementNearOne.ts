/**
 * 1 - A_p(κ) for 0 <= c = p - 1 <= 1e-14 and κ < 40, where 1 - A may be as small as c/2κ and the
 * recurrence's 2^-98 no longer suffices.
 *
 * To first order in c the Riccati equation A' = 1 - A² - cA/κ has the solution
 *
 *   1 - A = (1 - tanh κ) + c/2 · sech² κ · Shi(2κ),   Shi(x) = Σ x^(2k+1)/((2k+1)(2k+1)!)   (DLMF 6.2.15, 6.6.5)
 *
 * and the next order is a relative c of this: below 2^-53. From κ = 22 the second term is the 1/κ series of
 * complementTail.ts to within e^{-2κ}.
 */
import { complementTail } from './complementTail.ts';
import { squareError } from './doubleDouble.ts';

export function complementNearOne(c: number, kappa: number): number {
  const half = Math.exp(-kappa);
  const e = half * half;
  const tail = (2 * e) / (1 + e);
  if (c === 0) return tail;
  if (kappa >= 22) return tail + complementTail(c, kappa)[0];
  return tail + (c / 2) * ((4 * e) / (1 + e) / (1 + e)) * hyperbolicSineIntegral(2 * kappa);
}

/** Shi(x) for 0 <= x < 44: all terms are positive; the rounding of x² is taken back, as it would add up. */
function hyperbolicSineIntegral(x: number): number {
  const square = x * x;
  const correction = square > 0 ? squareError(x, square) / square : 0;
  let power = x;
  let sum = x;
  for (let n = 3; power > sum * 2 ** -56; n += 2) {
    power *= square / (n * (n - 1));
    sum += (power * (1 + ((n - 1) / 2) * correction)) / n;
  }
  return sum;
}
