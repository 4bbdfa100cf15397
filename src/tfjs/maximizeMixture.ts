/**
 * The parameters that the sums of a pass lead to, on the host in double precision.
 *
 *   α_k = W_k/W,   μ_k = S_k/|S_k|,   A_p(κ_k) = |S_k|/W_k,   or A_p(κ) = Σ|S_k|/Σ W_k for all;   κ <= κ_max
 *
 *   1 - R̄      method
 *   < 1/2      κ from 1 - R̄ = (W - |S|)/W, which is exact there, given the sums
 *   otherwise  κ from R̄
 *
 * A float32 pass leaves an error of some 2^-24 in R̄: κ is good to about 2^-24/(1 - R̄) ≈ 2^-23 κ/(p - 1).
 */
import { concentration, concentrationFromComplement } from '../special/concentration.ts';
import type { TensorMixtureStatistics } from './passOverRows.ts';
import type { TensorMixture } from './tensorMixture.ts';

export interface MaximizationSettings {
  /** One κ for each component, one for all, or the κ there are. */
  readonly concentration: 'free' | 'common' | 'given';
  readonly maxKappa: number;
}

/** Up to this R̄ a sum is made of the rounding of its terms. */
const CANCELLED = 2 ** -23;

const lengthOf = (row: Float64Array): number => Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));

function kappaOf(p: number, weight: number, length: number, maxKappa: number): number {
  const rest = (weight - length) / weight;
  const kappa = rest < 0.5 ? concentrationFromComplement(p, rest) : concentration(p, length / weight);
  return Math.min(kappa, maxKappa);
}

/** The next mixture. A component that no row went to keeps its direction and κ. */
export function maximizeMixture(
  { weights, sums }: TensorMixtureStatistics,
  previous: TensorMixture,
  { concentration: kind, maxKappa }: MaximizationSettings,
): TensorMixture {
  const p = previous.directions[0].length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = sums.map(lengthOf);
  const hasDirection = exact.map((length, k) => length > CANCELLED * weights[k]);
  const lengths = exact.map((length, k) => (hasDirection[k] ? Math.min(weights[k], length) : 0));
  const common = kappaOf(
    p,
    total,
    lengths.reduce((sum, length) => sum + length, 0),
    maxKappa,
  );
  const kappas = previous.kappas.map((kappa, k) => {
    if (kind === 'given') return kappa;
    if (kind === 'common') return common;
    return weights[k] > 0 ? kappaOf(p, weights[k], lengths[k], maxKappa) : kappa;
  });
  return {
    weights: weights.map((weight) => weight / total),
    directions: sums.map((sum, k) =>
      hasDirection[k] ? sum.map((value) => value / exact[k]) : previous.directions[k],
    ),
    kappas,
  };
}
