import { concentrationFromComplement } from '../special/concentration.ts';
import { meanResultantLengthComplement } from '../special/meanResultantLength.ts';
import type { GroupSummaries } from './groupSummaries.ts';

/**
 * What the F statistic of Watson and Williams is multiplied by.
 *
 * To first order in 1/κ, numerator and denominator of F have the mean 1/2κ for each degree of freedom. In full,
 * with E|x - (μᵀx)μ|² = (p-1)A/κ, the mean between groups stays (q-1)(p-1)/2κ, while that within is
 * n(1 - A(κ)) - q(p-1)/2κ. The factor is the ratio of the two,
 *
 *   (n · 2κ(1 - A_p(κ))/(p-1) - q)/(n - q),   κ the maximum-likelihood estimate from Σ Rᵢ/n,
 *
 * 1 + (3-p)/4κ + ... for large n and κ: 1 at p = 3. (For p = 2 a factor 1 + 3/8κ is common, from Stephens 1969; it
 * rejects more often.) Not below 0.
 */
export function watsonWilliamsFactor({ p, n, groups, within }: GroupSummaries): number {
  const q = groups.length;
  const kappa = concentrationFromComplement(p, within);
  if (!(kappa < 1e150)) return 1;
  const spread = (2 * kappa * meanResultantLengthComplement(p, kappa)) / (p - 1);
  return Math.max(0, (n * spread - q) / (n - q));
}
