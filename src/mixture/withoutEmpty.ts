import { concatenated } from './concatenated.ts';
import { directionAt, type MixtureParameters } from './MixtureParameters.ts';

/** Components whose weight is at least `least` of all; the others' weight goes to them in proportion. */
export function withoutEmpty(parameters: MixtureParameters, least: number): MixtureParameters {
  const { p, weights, kappas, noise } = parameters;
  const kept = Array.from(weights.keys()).filter((k) => weights[k] >= least);
  if (kept.length === weights.length || kept.length === 0) return parameters;
  const left = kept.reduce((sum, k) => sum + weights[k], 0);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    p,
    weights: Float64Array.from(kept, (k) => (weights[k] / left) * all),
    directions: concatenated(kept.map((k) => directionAt(parameters, k))),
    kappas: Float64Array.from(kept, (k) => kappas[k]),
    noise,
  };
}
