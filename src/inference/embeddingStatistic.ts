import { concentrationOf } from '../fit/concentrationOf.ts';
import { meanResultantLength } from '../special/meanResultantLength.ts';
import { meanResultantLengthDerivative } from '../special/meanResultantLengthDerivative.ts';
import type { GroupSummaries } from './groupSummaries.ts';
import { profileLogLikelihood } from './profileLogLikelihood.ts';

/** An F statistic. */
export interface EmbeddingStatistic {
  readonly statistic: number;
  readonly degreesOfFreedom: readonly [number, number];
}

/**
 * Equality of mean directions and one concentration, by the mean vectors x̄ᵢ.
 *
 *   F = (n-q)/(q-1) (e^(2n (g(R̃) - g(R̄))/nd) - 1),   R̃² = Σ nᵢR̄ᵢ²/n,   d = p - 1 + κA'(κ)/A(κ)
 *
 * The likelihood ratio has Σ nᵢR̄ᵢ/n in place of R̃ and p - 1 of d. In the squares R̃² - R̄² = Σ nᵢ|x̄ᵢ - x̄|²/n is the
 * variance of the mean vectors, whose mean is (q-1)(1 - A²)/n, and that of 1 - R̃² is (n-q)(1 - A²)/n, for every κ,
 * p and size of groups. The square brings in how the lengths R̄ᵢ vary, q - 1 degrees of freedom of size κA'/A beside
 * p - 1 of size 1: none for large κ, where this is the likelihood ratio, one whole dimension at κ = 0.
 */
export function embeddingStatistic({ p, n, groups, within, between }: GroupSummaries): EmbeddingStatistic {
  const q = groups.length;
  let squares = 0; // 1 - R̃²
  for (const group of groups) squares += (group.n / n) * group.oneMinusRBar * (1 + group.rBar);
  const rest = squares / (1 + Math.sqrt(Math.max(0, 1 - squares)));
  const total = Math.min(1, within + between);
  const kappa = concentrationOf(p, 1 - total, total);
  const share =
    kappa === 0 || kappa === Number.POSITIVE_INFINITY
      ? Number(kappa === 0)
      : (kappa * meanResultantLengthDerivative(p, kappa)) / meanResultantLength(p, kappa);
  const d = p - 1 + share;
  const degreesOfFreedom = [(q - 1) * d, (n - q) * d] as const;
  if (rest === 0) return { statistic: between === 0 ? 0 : Number.POSITIVE_INFINITY, degreesOfFreedom };
  const gain = profileLogLikelihood(p, 1 - rest, rest) - profileLogLikelihood(p, 1 - total, total);
  return { statistic: ((n - q) * Math.expm1((2 * Math.max(0, gain)) / d)) / (q - 1), degreesOfFreedom };
}
