/**
 * A_p(κ)/κ, A_p(κ) and 1 - A_p(κ) for κ of either sign: the first interval of a plan reaches below 0. As
 * hi + lo, to 2^-60 relative.
 */
import { add, type DoubleDouble, dd, negate, subtract } from './doubleDouble.ts';
import { complementPair, ratioPair, timesKappa } from './meanResultantPair.ts';

/** A_p(κ)/κ, which is even. */
export const evenRatio = (p: number, kappa: number): DoubleDouble => ratioPair(p / 2 - 1, Math.abs(kappa));

/** A_p(κ), which is odd. */
export function oddLength(p: number, kappa: number): DoubleDouble {
  const length = timesKappa(evenRatio(p, kappa), Math.abs(kappa));
  return kappa < 0 ? negate(length) : length;
}

/** 1 - A_p(κ): from A where that loses no more than four bits, p >= 2. */
export function complementOfEither(p: number, kappa: number): DoubleDouble {
  const length = oddLength(p, kappa);
  if (kappa < 0) return add(dd(1), negate(length));
  return length.hi < 0.9375 ? subtract(dd(1), length) : complementPair(p, kappa);
}
