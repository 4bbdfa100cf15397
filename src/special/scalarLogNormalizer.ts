/**
 * log C_p(κ) for one κ, by region.
 *
 *   region                          method                                        error bound
 *   κ > 1e150                       -κ                                            2^-400 relative
 *   r >= 40 or p/2 - 1 >= 25.5      expansion in 1/r (debye.ts), hi + lo          2^-68 of the largest term
 *   otherwise                       the same at a raised order, recurred down     2^-63 of the largest term
 *   |result| small beside p         the same in three doubles, summed exactly     2^-104 p
 *
 * with r = √((p/2-1)² + κ²). Bounds are before the one rounding of the result.
 */
import { besselLogarithm, lessSphereConstant } from './besselLogarithm.ts';
import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { sumError } from './doubleDouble.ts';
import { extendedLogNormalizer } from './extendedLogNormalizer.ts';

const low = /* @__PURE__ */ new Float64Array(1);

/** log C_p(κ) as high part, the low part in `into[0]`; in the domain and κ <= 1e150. */
export function logNormalizerPair(p: number, kappa: number, into: Float64Array): number {
  const nu = p / 2 - 1;
  const high = lessSphereConstant(nu, besselLogarithm(nu, kappa, into), into);
  const sum = high + into[0];
  into[0] = sumError(high, into[0], sum);
  return sum;
}

/** log C_p(κ) for one κ; NaN outside the domain. */
export function scalarLogNormalizer(p: number, kappa: number): number {
  if (!isInDomain(p, kappa)) return Number.NaN;
  if (kappa > HUGE_KAPPA) return -kappa;
  const result = logNormalizerPair(p, kappa, low);
  // The fast path errs by up to p 2^-69. Where that is not small beside the result, go on exactly.
  return p * 2 ** -14 > Math.max(0.1, Math.abs(result)) ? extendedLogNormalizer(p / 2 - 1, kappa) : result;
}
