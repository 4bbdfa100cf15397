import { add, dd, negate } from '../special/doubleDouble.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import { logNormalizerPair } from '../special/scalarLogNormalizer.ts';
import { scaledLogNormalizer, scaledLogNormalizerPair } from '../special/scaledLogNormalizer.ts';
import type { Measure } from './Measure.ts';

const low = /* @__PURE__ */ new Float64Array(1);

/**
 * The log density at the mean direction, log(C_p(κ) e^κ), or log(C_p(κ) e^κ / C_p(0)) with respect to the
 * uniform measure; the latter keeps its relative accuracy as κ → 0.
 */
export function peakLogDensity(p: number, kappa: number, measure: Measure): number {
  if (measure === 'surface') return scaledLogNormalizer(p, kappa);
  if (kappa <= 1) return kappa + relativeLogNormalizer(p, kappa);
  const uniform = logNormalizerPair(p, 0, low);
  return add(scaledLogNormalizerPair(p, kappa), negate(dd(uniform, low[0]))).hi;
}
