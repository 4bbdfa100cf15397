/**
 * 1 - A_p(κ) and the derivatives of A_p for 0 <= c = p - 1 <= 1e-14, where 1 - A may be as small as c/2κ and the
 * recurrence's 2^-98 does not suffice.
 *
 * To first order in c the Riccati equation A' = 1 - A² - cA/κ has the solution
 *
 *   1 - A = (1 - tanh κ) + c B,   B = ½ sech² κ · Shi(2κ),   B' = tanh κ (1/κ - 2B),
 *
 * Shi(x) = Σ x^(2k+1)/((2k+1)(2k+1)!) (DLMF 6.2.15, 6.6.5), and the next order is a relative c of this: below
 * 2^-46 of the second term. From κ = 19 that term is the 1/κ series of complementTail.ts to within e^{-2κ};
 * below, what cancels in the derivatives of B is small beside those of tanh.
 */
import { complementTail } from './complementTail.ts';
import { squareError } from './doubleDouble.ts';

const SERIES_FROM = 19;

/** Whether p is so near 1 that the first order serves. */
export const isNearOne = (p: number): boolean => p - 1 <= 1e-14;

/** [1 - A, A', A'', A'''] at κ. */
export function complementNearOne(c: number, kappa: number): [number, number, number, number] {
  const half = Math.exp(-kappa);
  const e = half * half;
  const tanh = -Math.expm1(-2 * kappa) / (1 + e);
  const first = (4 * e) / (1 + e) / (1 + e);
  const second = -2 * tanh * first;
  const third = first * (4 * tanh * tanh - 2 * first);
  const rest = (2 * e) / (1 + e);
  if (c === 0) return [rest, first, second, third];
  if (kappa >= SERIES_FROM) {
    const tail = complementTail(c, kappa);
    return [rest + tail[0], first + tail[1], second + tail[2], third + tail[3]];
  }
  const b = (first / 2) * hyperbolicSineIntegral(2 * kappa);
  if (kappa === 0) return [rest, first - c, second, third];
  const b1 = tanh * (1 / kappa - 2 * b);
  const b2 = first / kappa - tanh / kappa / kappa - 2 * (first * b + tanh * b1);
  const b3 =
    second / kappa -
    (2 * first) / kappa / kappa +
    (2 * tanh) / kappa / kappa / kappa -
    2 * (second * b + 2 * first * b1 + tanh * b2);
  return [rest + c * b, first - c * b1, second - c * b2, third - c * b3];
}

/** Shi(x) for 0 <= x < 38: all terms are positive; the rounding of x² is taken back, as it would add up. */
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
