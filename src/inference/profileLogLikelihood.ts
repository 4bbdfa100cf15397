import { concentration, concentrationFromComplement } from '../special/concentration.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';

/** The maximum-likelihood κ for a mean resultant length R̄, from 1 - R̄ where that tells more. */
export const concentrationOf = (p: number, rBar: number, oneMinusRBar: number): number =>
  rBar <= 0.5 ? concentration(p, rBar) : concentrationFromComplement(p, oneMinusRBar);

/** log C_p(κ) - log C_p(0) + κR̄; above R̄ = ½ formed from 1 - R̄, without the terms of size κ. */
export const relativeLogLikelihood = (
  p: number,
  kappa: number,
  rBar: number,
  oneMinusRBar: number,
): number =>
  rBar <= 0.5
    ? relativeLogNormalizer(p, kappa) + kappa * rBar
    : scaledLogNormalizer(p, kappa) - scaledLogNormalizer(p, 0) - kappa * oneMinusRBar;

/**
 * The log-likelihood of one observation, maximised over κ, relative to the uniform distribution.
 *
 *   max over κ of  log C_p(κ) - log C_p(0) + κR̄ >= 0
 *
 * 0 where R̄ <= 0, Infinity at R̄ = 1.
 */
export function profileLogLikelihood(p: number, rBar: number, oneMinusRBar: number): number {
  if (rBar <= 0) return 0;
  if (oneMinusRBar <= 0) return Number.POSITIVE_INFINITY;
  return relativeLogLikelihood(p, concentrationOf(p, rBar, oneMinusRBar), rBar, oneMinusRBar);
}
