import { HUGE_KAPPA } from './domain.ts';
import { ratioPair, timesKappa } from './meanResultantPair.ts';

/**
 * The ratio I_{ν+1}(x)/I_ν(x) of modified Bessel functions of the first kind.
 *
 * It is the mean resultant length A_p(x) at p = 2ν + 2, for orders too that are not p/2 - 1.
 *
 * Domain: real -½ <= ν <= 1e15, 0 <= x <= 1.797e308; NaN outside. 0 at x = 0; rounds to 1 for large x.
 *
 * @param nu order of the denominator
 * @param x argument
 * @returns at most 1 ulp off (validation/RESULTS.md)
 * @see DLMF 10.29.1, 10.41.3; D. E. Amos, Math. Comp. 28 (1974), for the bounds it satisfies
 * @example
 * besselRatio(0, 1);   // 0.446389..., I_1(1)/I_0(1)
 * besselRatio(0.5, 1); // 0.313035..., coth 1 - 1
 */
export function besselRatio(nu: number, x: number): number {
  if (!(nu >= -0.5 && nu <= 1e15 && x >= 0 && x <= Number.MAX_VALUE)) return Number.NaN;
  return x > HUGE_KAPPA ? 1 : timesKappa(ratioPair(nu, x), x).hi;
}
