import { isInDomain } from '../special/domain.ts';
import { meanResultantLength } from '../special/meanResultantLength.ts';
import { bregmanDivergence } from './bregmanDivergence.ts';

/**
 * The Kullback-Leibler divergence from one von Mises-Fisher distribution to another, as a function of their
 * concentrations and of versine = 1 - μ_aᵀμ_b.
 *
 *   KL(a ‖ b) = E_a log(f_a/f_b) = κ_b A_p(κ_a) (1 - μ_aᵀμ_b) + B(κ_a, κ_b),   B of bregmanDivergence.ts
 *
 * In nats; both terms are positive, so it keeps its relative accuracy for distributions that nearly agree.
 * Domain: real 2 <= p <= 1e15, 0 <= κ_a, κ_b <= 1.797e308, 0 <= versine <= 2; NaN outside. Infinity where it
 * exceeds 1.797e308.
 *
 * @param p dimension of the space the directions live in
 * @param kappaA concentration of a, over which the mean is taken
 * @param kappaB concentration of b
 * @param versine 1 - μ_aᵀμ_b, which is |μ_a - μ_b|²/2
 * @returns at most 2e-15 off, relative (validation/RESULTS.md)
 * @example
 * klDivergence(3, 10, 5, 0.1);           // 0.643101...
 * klDivergence(256, 100, 100.000001, 0); // 1.35868...e-15
 */
export function klDivergence(p: number, kappaA: number, kappaB: number, versine: number): number {
  if (!(p >= 2 && isInDomain(p, kappaA) && isInDomain(p, kappaB) && versine >= 0 && versine <= 2)) {
    return Number.NaN;
  }
  const turn = versine === 0 ? 0 : kappaB * meanResultantLength(p, kappaA) * versine;
  return turn + bregmanDivergence(p, kappaA, kappaB);
}
