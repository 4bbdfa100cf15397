import { isInDomain } from '../special/domain.ts';
import { meanResultantLength } from '../special/meanResultantLength.ts';
import { bregmanDivergence } from './bregmanDivergence.ts';

/**
 * The Bhattacharyya distance of two von Mises-Fisher distributions, as a function of their concentrations, of
 * versine = 1 - μ_aᵀμ_b and of vercosine = 1 + μ_aᵀμ_b, each of which the other cannot give where it is small.
 *
 *   D = -log ∫ √(f_a f_b) = log C_p(m) - ½ log C_p(κ_a) - ½ log C_p(κ_b),   m = ½ |κ_a μ_a + κ_b μ_b|
 *
 * Computed with M = ½ (κ_a + κ_b) as a sum of positive terms, each good to its last digits however close the two
 * distributions are:
 *
 *   D = ½ B(M, κ_a) + ½ B(M, κ_b) + A_p(m) (M - m) + B(m, M),   M - m = ½ κ_a κ_b (1 - μ_aᵀμ_b)/(M + m)
 *
 * with B of bregmanDivergence.ts. In nats. Domain: real 2 <= p <= 1e15, 0 <= κ_a, κ_b <= 1.797e308, versine and
 * vercosine in [0, 2]; NaN outside.
 *
 * @param p dimension of the space the directions live in
 * @param kappaA concentration of a
 * @param kappaB concentration of b
 * @param versine 1 - μ_aᵀμ_b, which is |μ_a - μ_b|²/2
 * @param vercosine 1 + μ_aᵀμ_b, which is |μ_a + μ_b|²/2; 2 - versine by default
 * @returns at most 2e-15 off, relative (validation/RESULTS.md)
 * @see A. Bhattacharyya, "On a measure of divergence between two statistical populations", Bull. Calcutta Math.
 *   Soc. 35 (1943)
 * @example
 * bhattacharyyaDistance(3, 10, 5, 0.1); // 0.204698...
 */
export function bhattacharyyaDistance(
  p: number,
  kappaA: number,
  kappaB: number,
  versine: number,
  vercosine: number = 2 - versine,
): number {
  const isAngle = versine >= 0 && versine <= 2 && vercosine >= 0 && vercosine <= 2;
  if (!(p >= 2 && isInDomain(p, kappaA) && isInDomain(p, kappaB) && isAngle)) return Number.NaN;
  const half = 0.5 * kappaB - 0.5 * kappaA;
  const mean = 0.5 * kappaA + 0.5 * kappaB;
  if (mean * mean === 0) return 0; // D <= mean²/2
  const spread = 0.5 * (bregmanDivergence(p, mean, kappaA, -half) + bregmanDivergence(p, mean, kappaB, half));
  if (versine === 0) return spread;
  const middle = Math.hypot(half, Math.sqrt(kappaA) * Math.sqrt(kappaB) * Math.sqrt(0.5 * vercosine));
  const gap = (kappaA / (0.5 * mean + 0.5 * middle)) * (0.25 * kappaB * versine);
  const turn = meanResultantLength(p, middle) * gap + bregmanDivergence(p, middle, mean, gap);
  return spread + turn;
}
