import { HUGE_KAPPA, isInDomain } from '../special/domain.ts';
import { add, dd, multiply, subtract } from '../special/doubleDouble.ts';
import { ratioPair, timesKappa } from '../special/meanResultantPair.ts';
import { scaledLogNormalizerPair } from '../special/scaledLogNormalizer.ts';
import { complementTimes } from './complementTimes.ts';

/**
 * The cross-entropy of two von Mises-Fisher distributions, as a function of their concentrations and of
 * versine = 1 - μ_aᵀμ_b.
 *
 *   H(a, b) = -E_a log f_b = κ_b (1 - A_p(κ_a)) + κ_b A_p(κ_a) (1 - μ_aᵀμ_b) - log(C_p(κ_b) e^κ_b)
 *
 * In nats, with respect to surface measure; the entropy at κ_a = κ_b, versine = 0. The three terms are carried as
 * hi + lo, so that little is lost where they cancel. Domain: real 2 <= p <= 1e15, 0 <= κ_a, κ_b <= 1.797e308,
 * 0 <= versine <= 2; NaN outside. Infinity where it exceeds 1.797e308.
 *
 * @param p dimension of the space the directions live in
 * @param kappaA concentration of a, over which the mean is taken
 * @param kappaB concentration of b
 * @param versine 1 - μ_aᵀμ_b, which is |μ_a - μ_b|²/2
 * @returns at most 1.2e-16 max(1, |H|) off for p <= 1e4 (validation/RESULTS.md)
 * @example
 * crossEntropy(3, 10, 5, 0.1); // 1.17839...
 */
export function crossEntropy(p: number, kappaA: number, kappaB: number, versine: number): number {
  if (!(p >= 2 && isInDomain(p, kappaA) && isInDomain(p, kappaB) && versine >= 0 && versine <= 2)) {
    return Number.NaN;
  }
  const aligned = subtract(complementTimes(p, kappaA, kappaB), scaledLogNormalizerPair(p, kappaB));
  if (versine === 0 || kappaB === 0) return aligned.hi;
  if (kappaA > HUGE_KAPPA) return aligned.hi + kappaB * versine;
  const length = timesKappa(ratioPair(p / 2 - 1, kappaA), kappaA);
  if (kappaB > HUGE_KAPPA) return aligned.hi + kappaB * length.hi * versine;
  return add(aligned, multiply(multiply(dd(kappaB), length), dd(versine))).hi;
}
