import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { isSmall, smallRelative } from './powerSeries.ts';
import { logNormalizerPair } from './scalarLogNormalizer.ts';

const low = /* @__PURE__ */ new Float64Array(1);

/**
 * The log-normalizer relative to the uniform distribution, log C_p(κ) - log C_p(0).
 *
 *   log C_p(κ) - log C_p(0) = -∫₀^κ A_p(t) dt <= 0
 *
 * What mixture logits need: a softmax over components ignores the constant log C_p(0), beside which
 * single precision would lose this difference. For small κ it behaves as -κ²/2p and keeps its relative
 * accuracy. Domain: real 1 <= p <= 1e15, 0 <= κ <= 1.797e308; NaN outside.
 *
 * @param p dimension of the space the directions live in
 * @param kappa concentration
 * @returns nats, a few ulp off at most (validation/RESULTS.md)
 * @example
 * relativeLogNormalizer(256, 0.001); // -1.9531249...e-9
 */
export function relativeLogNormalizer(p: number, kappa: number): number {
  if (!isInDomain(p, kappa)) return Number.NaN;
  if (kappa === 0) return 0;
  if (kappa > HUGE_KAPPA) return -kappa;
  if (isSmall(p, kappa)) return -smallRelative(p, kappa);
  const here = logNormalizerPair(p, kappa, low);
  const hereLow = low[0];
  const uniform = logNormalizerPair(p, 0, low);
  return here - uniform + (hereLow - low[0]);
}
