import { directionAt, type MixtureParameters } from './MixtureParameters.ts';

/**
 * How far parameters moved: the largest |Δα_k|, and the largest |Δ(κ_kμ_k)|/max(1, κ_k) of components whose
 * weight is not 0.
 */
export function parameterChange(from: MixtureParameters, to: MixtureParameters): number {
  let change = Math.abs((to.noise ?? 0) - (from.noise ?? 0));
  for (let k = 0; k < to.weights.length; k++) {
    change = Math.max(change, Math.abs(to.weights[k] - from.weights[k]));
    if (to.weights[k] === 0) continue;
    const a = directionAt(from, k);
    const b = directionAt(to, k);
    const scale = Math.max(1, from.kappas[k], to.kappas[k]);
    const before = from.kappas[k] / scale;
    const after = to.kappas[k] / scale;
    let square = 0;
    for (let j = 0; j < a.length; j++) square += (after * b[j] - before * a[j]) ** 2;
    change = Math.max(change, Math.sqrt(square));
  }
  return change;
}
