import { concentrationOf } from '../fit/concentrationOf.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';

/**
 * The log-likelihood of one observation, maximised over κ, relative to the uniform distribution.
 *
 *   max over κ of  log C_p(κ) - log C_p(0) + κR̄ >= 0
 *
 * 0 where R̄ <= 0, Infinity at R̄ = 1. Above ½ it is formed from 1 - R̄, without the terms of size κ.
 */
export function profileLogLikelihood(p: number, rBar: number, oneMinusRBar: number): number {
  if (rBar <= 0) return 0;
  if (oneMinusRBar <= 0) return Number.POSITIVE_INFINITY;
  const kappa = concentrationOf(p, rBar, oneMinusRBar);
  return rBar <= 0.5
    ? relativeLogNormalizer(p, kappa) + kappa * rBar
    : scaledLogNormalizer(p, kappa) - scaledLogNormalizer(p, 0) - kappa * oneMinusRBar;
}
