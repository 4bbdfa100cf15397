import { concentration, concentrationFromComplement } from '../special/concentration.ts';
import type { MaximizationSettings } from './MaximizationSettings.ts';

/** Up to this R̄ a sum is made of the rounding of its terms. */
export const CANCELLED: number = 2 ** -50;

/** What κ depends on: W_k, μ_kᵀS_k and W_k - μ_kᵀS_k. */
export interface Part {
  readonly weight: number;
  readonly length: number;
  readonly complement: number;
}

/** The κ of highest likelihood that `parts` share: A_p(κ) = Σ μ_kᵀS_k/Σ(W_k + ν), at most κ_max. */
export function pooledConcentration(
  p: number,
  parts: readonly Part[],
  { estimator: method, prior, maxKappa }: MaximizationSettings,
): number {
  let weight = 0;
  let length = 0;
  let complement = 0;
  for (const part of parts) {
    weight += part.weight + prior;
    length += part.length;
    complement += part.complement + prior;
  }
  const rest = complement / weight;
  const kappa =
    rest < 0.5
      ? concentrationFromComplement(p, rest, { method })
      : concentration(p, length / weight, { method });
  return kappa < maxKappa ? Math.max(0, kappa) : maxKappa;
}
