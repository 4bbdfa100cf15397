/**
 * log C_p(κ) for one κ, by region.
 *
 *   region                          method                                        error bound
 *   κ > 1e150                       -κ                                            2^-400 relative
 *   r >= 40 or p/2 - 1 >= 25.5      expansion in 1/r (debye.ts), hi + lo          2^-68 of the largest term
 *   otherwise                       the same at a raised order, recurred down     2^-63 of the largest term
 *   |result| small beside p         the same in three doubles, summed exactly     2^-104 p
 *
 * with r = √((p/2-1)² + κ²). Bounds are before the one rounding of the result.
 */
import { compensatedLogarithm } from './compensatedLogarithm.ts';
import { debyeLogarithm, directOrder } from './debye.ts';
import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { productError, sumError } from './doubleDouble.ts';
import { extendedLogNormalizer } from './extendedLogNormalizer.ts';
import { LOG_2PI } from './logarithmTable.ts';
import { type RaisedOrder, raiseOrder } from './raisedOrder.ts';

const low = /* @__PURE__ */ new Float64Array(1);
const raised: RaisedOrder = { n: 0, nLow: 0, g0: 0, g0Low: 0, g1: 0, g1Low: 0 };

/**
 * log C_p(κ) as high part, the low part in `into[0]`; in the domain and κ <= 1e150. With order n and
 * G_0 of raisedOrder.ts,  log C_p = n log(n+r) - r + ½ log r - Σ D_j/r^j - (p-1)/2 · log 2π - log G_0.
 */
export function logNormalizerPair(p: number, kappa: number, into: Float64Array): number {
  const nu = p / 2 - 1;
  const isDirect = nu >= directOrder(kappa);
  if (!isDirect) raiseOrder(nu, kappa, raised);
  const expansion = isDirect
    ? debyeLogarithm(nu, 0, kappa, low)
    : debyeLogarithm(raised.n, raised.nLow, kappa, low);
  const expansionLow = low[0];
  const factor = nu + 0.5;
  const constant = factor * LOG_2PI[0];
  const first = expansion - constant;
  let rest =
    sumError(expansion, -constant, first) +
    expansionLow -
    (productError(factor, LOG_2PI[0], constant) +
      factor * LOG_2PI[1] +
      sumError(nu, 0.5, factor) * LOG_2PI[0]);
  let result = first;
  if (!isDirect) {
    const descent = compensatedLogarithm(raised.g0, raised.g0Low, low);
    result = first - descent;
    rest += sumError(first, -descent, result) - low[0];
  }
  const sum = result + rest;
  into[0] = sumError(result, rest, sum);
  return sum;
}

/** log C_p(κ) for one κ; NaN outside the domain. */
export function scalarLogNormalizer(p: number, kappa: number): number {
  if (!isInDomain(p, kappa)) return Number.NaN;
  if (kappa > HUGE_KAPPA) return -kappa;
  const result = logNormalizerPair(p, kappa, low);
  // The fast path errs by up to p 2^-69. Where that is not small beside the result, go on exactly.
  return p * 2 ** -14 > Math.max(0.1, Math.abs(result)) ? extendedLogNormalizer(p / 2 - 1, kappa) : result;
}
