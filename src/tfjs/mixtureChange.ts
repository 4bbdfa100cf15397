import type { TensorMixture } from './tensorMixture.ts';

/** The largest |Δα_k|, that of noise with it, and the largest |Δ(κ_kμ_k)|/max(1, κ_k) of components whose weight is not 0. */
export function mixtureChange(from: TensorMixture, to: TensorMixture): number {
  let change = Math.abs((from.noise ?? 0) - (to.noise ?? 0));
  to.weights.forEach((weight, k) => {
    change = Math.max(change, Math.abs(weight - from.weights[k]));
    if (weight === 0) return;
    const scale = Math.max(1, from.kappas[k], to.kappas[k]);
    const step = to.directions[k].map(
      (value, j) => (to.kappas[k] / scale) * value - (from.kappas[k] / scale) * from.directions[k][j],
    );
    change = Math.max(change, Math.sqrt(step.reduce((sum, value) => sum + value * value, 0)));
  });
  return change;
}
