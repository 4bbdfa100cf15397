import { LN2, LOG_2PI } from '../kernels/logarithmTable.ts';
import { besselLogarithm } from './besselLogarithm.ts';
import { compensatedLogarithm } from './compensatedLogarithm.ts';
import { HUGE_KAPPA } from './domain.ts';
import { productError, sumError } from './doubleDouble.ts';
import { extendedLogBesselI } from './extendedLogNormalizer.ts';

const low = /* @__PURE__ */ new Float64Array(1);
const MIN_NORMAL = 2 ** -1022;

/**
 * The logarithm of the modified Bessel function of the first kind, log I_ν(x).
 *
 *   I_ν(x) = (x/2)^ν Σ_m (x²/4)^m / (m! Γ(ν + m + 1)), computed as in besselLogarithm.ts
 *
 * Domain: real -½ <= ν <= 1e15, 0 <= x <= 1.797e308; NaN outside. At x = 0 it is the limit: -Infinity
 * for ν > 0, 0 for ν = 0, Infinity for ν < 0.
 *
 * @param nu order
 * @param x argument
 * @returns at most 3e-16 max(1, |log I|) off (validation/RESULTS.md)
 * @see DLMF 10.25.2, 10.41.3, 10.29.1
 * @example
 * logBesselI(0, 1);   // 0.235914..., log 1.266065...
 * logBesselI(255, 1); // -1338.46..., where I_255(1) underflows
 */
export function logBesselI(nu: number, x: number): number {
  if (!(nu >= -0.5 && nu <= 1e15 && x >= 0 && x <= Number.MAX_VALUE)) return Number.NaN;
  if (x === 0) return nu > 0 ? Number.NEGATIVE_INFINITY : nu === 0 ? 0 : Number.POSITIVE_INFINITY;
  if (x > HUGE_KAPPA) return x;
  const bessel = besselLogarithm(nu, x, low);
  const besselLow = low[0];

  const shift = x < MIN_NORMAL ? 64 : 0;
  const logX = compensatedLogarithm(x * 2 ** shift, 0, low);
  const log = logX - shift * LN2[0];
  const logLow = sumError(logX, -shift * LN2[0], log) + low[0] - shift * LN2[1];

  const power = nu * log;
  const first = power - bessel;
  const second = first - LOG_2PI[0] / 2;
  const rest =
    sumError(power, -bessel, first) +
    sumError(first, -LOG_2PI[0] / 2, second) +
    (productError(nu, log, power) + nu * logLow) -
    besselLow -
    LOG_2PI[1] / 2;
  const result = second + rest;
  // The fast path errs by up to ν 2^-67. Where that is not small beside the result, go on exactly.
  return nu * 2 ** -12 > Math.max(1, Math.abs(result)) ? extendedLogBesselI(nu, x) : result;
}
