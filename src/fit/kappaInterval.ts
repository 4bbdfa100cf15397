/**
 * A confidence interval for κ from the resultant length R alone, whose law does not depend on μ.
 *
 * With ℓ its log-likelihood (MarginalLikelihood.ts), κ̂ the maximum, j = -ℓ''(κ̂):
 *
 *   r(κ)  = sign(κ̂ - κ) √(2(ℓ(κ̂) - ℓ(κ)))
 *   q(κ)  = (∂ℓ/∂R(κ̂) - ∂ℓ/∂R(κ)) √j / ∂²ℓ/∂κ∂R(κ̂)
 *   r*(κ) = r + log(q/r)/r
 *
 * r* is standard normal to order n^-3/2, in relative error also far out: P(R' <= R; κ) = Φ(r*(κ)). The interval
 * is where |r*| stays below the normal quantile. In the limit κ → ∞, where n - R is gamma distributed, it leaves
 * out 2.45 % on either side instead of 2.5 % for two rows at p = 3, and comes nearer with n and p. Where r* stays
 * below the quantile down to κ = 0, the lower end is 0. Where R <= √n and κ̂ = 0, the factor of q is its limit for
 * R² → n, so that the upper end is continuous in R. Where |ℓ| > 1e11, of more than a billion rows, differences of
 * ℓ are rounding noise, and κ̂ ∓ z/√j says the same.
 *
 * Source: O. E. Barndorff-Nielsen, Inference on full or partial parameters based on the standardized signed
 * log likelihood ratio, Biometrika 73 (1986). Coverage: validation/COVERAGE.md.
 */
import type { Summary } from '../resultant/Summary.ts';
import { bracketedRoot } from './bracketedRoot.ts';
import { MarginalLikelihood } from './MarginalLikelihood.ts';
import { marginalConcentration } from './marginalConcentration.ts';
import { normalQuantile } from './normalQuantile.ts';

/** r and q vanish together at κ̂: near it log(q/r)/r is rounding noise, and of no account for an end. */
const APART = 2 ** -7;

/** From this |ℓ| its rounding, 2^-53 of it, is felt beside the squares of normal quantiles. */
const TOO_LARGE = 1e11;

/** Ends of the central interval of the given level; n is the weight. For 0 < R̄ < 1. */
export function kappaInterval(
  { p, weight, rBar, oneMinusRBar }: Summary,
  confidence: number,
): [lower: number, upper: number] {
  const z = normalQuantile((1 + confidence) / 2);
  const best = marginalConcentration(p, weight, rBar, oneMinusRBar);
  const marginal = new MarginalLikelihood(p, weight, rBar, oneMinusRBar);
  const top = marginal.logLikelihood(best);
  if (Math.abs(top) > TOO_LARGE) {
    const reach = z / Math.sqrt(marginal.information(best));
    return [best - reach, best + reach];
  }
  const scale = marginal.sensitivity(best);
  const signedRoot = (kappa: number): number => {
    const r = Math.sign(best - kappa) * Math.sqrt(2 * Math.max(0, top - marginal.logLikelihood(kappa)));
    if (!(scale > 0) || Math.abs(r) < APART) return r;
    return r + Math.log((marginal.sampleDerivative(best, kappa) * scale) / r) / r;
  };

  const lower =
    best === 0 || signedRoot(0) <= z ? 0 : bracketedRoot((kappa) => signedRoot(kappa) - z, 0, best);
  let far = best > 0 ? 2 * best : p / Math.sqrt(weight);
  while (signedRoot(far) > -z) far *= 2;
  return [lower, bracketedRoot((kappa) => signedRoot(kappa) + z, best, far)];
}
