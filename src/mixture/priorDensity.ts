import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import type { MixtureParameters } from './MixtureParameters.ts';

/** Σ_k ν log(C_p(κ_k)/C_p(0)): the logarithm of the prior of maximization.ts, 0 at κ = 0 and nowhere above. */
export const priorDensity = ({ p, kappas }: MixtureParameters, nu: number): number =>
  nu === 0 ? 0 : kappas.reduce((sum, kappa) => sum + nu * relativeLogNormalizer(p, kappa), 0);
