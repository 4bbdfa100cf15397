import { HUGE_KAPPA } from '../special/domain.ts';
import { type DoubleDouble, dd, multiply, scale } from '../special/doubleDouble.ts';
import { complementPair } from '../special/meanResultantPair.ts';

/**
 * x (1 - A_p(κ)) as hi + lo, for (p, κ) in the domain and |x| <= 1.797e308: for x = κ good to about 2^-57
 * absolute whatever p, since where 1 - A is large its expansion has few terms.
 */
export function complementTimes(p: number, kappa: number, x: number): DoubleDouble {
  if (kappa > HUGE_KAPPA) return multiply(dd(p / 2, -0.5), dd(x / kappa));
  const complement = complementPair(p, kappa);
  return Math.abs(x) > HUGE_KAPPA
    ? multiply(dd(x * 2 ** -512), scale(complement, 2 ** 512))
    : multiply(dd(x), complement);
}
