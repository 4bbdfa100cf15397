/**
 * The half-angle θ of a cone around the mean direction of the rows that holds μ with given confidence.
 *
 * Given R, the direction of the resultant is itself von Mises-Fisher with mean μ and concentration κR, so that
 * θ is a quantile of the angle of that law, if κ were known. In the limit κ → ∞, 2κR(1 - cos θ) is chi-squared
 * with p - 1 degrees of freedom, and with κ estimated as κ̂ (marginalConcentration.ts) its ratio to that estimate
 * is F distributed with p - 1 and m degrees of freedom, m = (n-1)(p-1). The quantile is therefore taken at the
 * level at which chi-squared passes (p-1) times the quantile of F: exact for κ → ∞, where it gives Watson's
 * cone and for p = 3 Fisher's cos θ = 1 - ((n-R)/R)((1/α)^{1/(n-1)} - 1).
 *
 * For any κ, m is 2/(relative variance of κ̂) = 2κ̂² j, j the information on κ in R; this is (n-1)(p-1) in the
 * limit, and falls to 0 with κ̂, where the cone becomes the whole sphere.
 *
 * Sources: G. S. Watson, Statistics on Spheres (1983), chapter 4; R. A. Fisher, Dispersion on a sphere, Proc. R.
 * Soc. A 217 (1953). Coverage: validation/COVERAGE.md.
 */
import { CosineLaw } from '../cosine/CosineLaw.ts';
import type { Summary } from '../resultant/Summary.ts';
import { incompleteBeta } from '../special/incompleteBeta.ts';
import { incompleteGamma } from '../special/incompleteGamma.ts';
import { bracketedRoot } from './bracketedRoot.ts';
import { MarginalLikelihood } from './MarginalLikelihood.ts';
import { marginalConcentration } from './marginalConcentration.ts';

/** So many degrees of freedom are as good as a known κ. */
const MANY = 1e15;

/** P(F > f) for f the ratio of mean squares with d1 and d2 degrees of freedom is `tail`; returns f. */
function ratioQuantile(d1: number, d2: number, tail: number): number {
  const excess = (logF: number): number =>
    incompleteBeta(d1 / 2, d2 / 2, (d1 * Math.exp(logF)) / d2).logUpper - Math.log(tail);
  let high = 1;
  while (excess(high) > 0) high *= 2;
  let low = -1;
  while (excess(low) < 0) low *= 2;
  return Math.exp(bracketedRoot(excess, low, high));
}

/** Half-angle in radians, up to π where the rows do not tell a direction; n is the weight. For 0 < R̄ < 1. */
export function meanDirectionCone({ p, weight, rBar, oneMinusRBar }: Summary, confidence: number): number {
  const kappa = marginalConcentration(p, weight, rBar, oneMinusRBar);
  if (kappa === 0) return Math.PI;
  const information = new MarginalLikelihood(p, weight, rBar, oneMinusRBar).information(kappa);
  const freedom = 2 * kappa * kappa * information;
  if (!(freedom > 1)) return Math.PI;
  const law = new CosineLaw(p, kappa * weight * rBar);
  if (freedom > MANY) return law.angleSurvivalQuantile(1 - confidence);
  const ratio = ratioQuantile(p - 1, freedom, 1 - confidence);
  const { upper, logUpper } = incompleteGamma((p - 1) / 2, ((p - 1) * ratio) / 2);
  if (upper > 1e-300) return law.angleSurvivalQuantile(upper);
  // Few rows and a high confidence: only the logarithm of the tail is a number.
  return bracketedRoot((theta) => law.logCdf(Math.cos(theta)) - logUpper, 0, Math.PI);
}
