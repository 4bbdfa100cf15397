import type { Measure } from '../density/Measure.ts';
import type { Summary } from '../resultant/Summary.ts';
import { logNormalizer } from '../special/logNormalizer.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';

/**
 * Σ wᵢ log f(xᵢ) under the distribution with the rows' own mean direction and any κ, in nats.
 *
 *   W (log C_p(κ) + κR̄) = W (log(C_p(κ) e^κ) - κ(1 - R̄))
 *
 * The second form where R̄ > ½, so that no κ cancels. Relative to the uniform distribution, - W log C_p(0).
 */
export function logLikelihood(
  { p, weight, rBar, oneMinusRBar }: Summary,
  kappa: number,
  measure: Measure,
): number {
  const uniform = measure === 'uniform';
  if (rBar > 0.5) {
    const origin = uniform ? logNormalizer(p, 0) : 0;
    return weight * (scaledLogNormalizer(p, kappa) - origin - kappa * oneMinusRBar);
  }
  return weight * ((uniform ? relativeLogNormalizer(p, kappa) : logNormalizer(p, kappa)) + kappa * rBar);
}
