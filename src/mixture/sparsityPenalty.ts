import type { MixtureParameters } from './MixtureParameters.ts';

/** β Σ_k |μ_k|₁, what sparsePrototypes.ts takes off the log-likelihood. */
export const sparsityPenalty = ({ directions }: MixtureParameters, beta: number): number =>
  beta === 0 ? 0 : beta * directions.reduce((sum, value) => sum + Math.abs(value), 0);
