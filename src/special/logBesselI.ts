import { compensatedLogarithm } from './compensatedLogarithm.ts';
import { debyeLogarithm } from './debye.ts';
import { HUGE_KAPPA } from './domain.ts';
import { productError, sumError } from './doubleDouble.ts';
import { extendedLogBesselI } from './extendedLogNormalizer.ts';
import { LN2, LOG_2PI } from './logarithmTable.ts';
import { type RaisedOrder, raiseOrder } from './raisedOrder.ts';

const low = /* @__PURE__ */ new Float64Array(1);
const raised: RaisedOrder = { n: 0, nLow: 0, g0: 0, g0Low: 0, g1: 0, g1Low: 0 };
const MIN_NORMAL = 2 ** -1022;

/**
 * The logarithm of the modified Bessel function of the first kind, log I_ν(x).
 *
 *   log I_ν(x) = ν log x - ½ log 2π - (n log(n+r) - r + ½ log r - Σ_j D_j(s) r^-j) + log G_0,
 *   r = √(n² + x²), n = ν where the expansion serves, otherwise a raised order (raisedOrder.ts)
 *
 * Domain: real -½ <= ν <= 1e15, 0 <= x <= 1.797e308; NaN outside. At x = 0 it is the limit: -Infinity
 * for ν > 0, 0 for ν = 0, Infinity for ν < 0.
 *
 * @param nu order
 * @param x argument
 * @returns at most 3e-16 max(1, |log I|) off (validation/RESULTS.md)
 * @see DLMF 10.41.3, 10.29.1
 * @example
 * logBesselI(0, 1);   // 0.235914..., log 1.266065...
 * logBesselI(255, 1); // -1338.46..., where I_255(1) underflows
 */
export function logBesselI(nu: number, x: number): number {
  if (!(nu >= -0.5 && nu <= 1e15 && x >= 0 && x <= Number.MAX_VALUE)) return Number.NaN;
  if (x === 0) return nu > 0 ? Number.NEGATIVE_INFINITY : nu === 0 ? 0 : Number.POSITIVE_INFINITY;
  if (x > HUGE_KAPPA) return x;
  raiseOrder(nu, x, raised);
  const expansion = debyeLogarithm(raised.n, raised.nLow, x, low);
  const expansionLow = low[0];

  const subnormal = x < MIN_NORMAL;
  const shift = subnormal ? 64 : 0;
  const logX = compensatedLogarithm(subnormal ? x * 2 ** 64 : x, 0, low);
  const logXLow = low[0];
  const log = logX - shift * LN2[0];
  const logLow = sumError(logX, -shift * LN2[0], log) + logXLow - shift * LN2[1];

  const power = nu * log;
  const first = power - expansion;
  const second = first - LOG_2PI[0] / 2;
  const rest =
    sumError(power, -expansion, first) +
    sumError(first, -LOG_2PI[0] / 2, second) +
    (productError(nu, log, power) + nu * logLow) -
    expansionLow -
    LOG_2PI[1] / 2;
  let result = second + rest;
  if (raised.g0 !== 1) {
    const descent = compensatedLogarithm(raised.g0, raised.g0Low, low);
    const third = second + descent;
    result = third + (rest + sumError(second, descent, third) + low[0]);
  }
  // The fast path errs by up to ν 2^-67. Where that is not small beside the result, go on exactly.
  return nu * 2 ** -12 > Math.max(1, Math.abs(result)) ? extendedLogBesselI(nu, x) : result;
}
