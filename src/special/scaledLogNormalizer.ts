/**
 * log(C_p(κ) e^κ): what stays of log C_p when its leading -κ is taken away before it is rounded.
 *
 *   region        method                                                         error bound
 *   κ > 1e150     ((p-1)/2) log(κ/2π): the next term is below 2^-400             2^-67 relative
 *   κ >= 1024     expansion in 1/r (debye.ts) with r - κ = ν²/(r + κ)            2^-66 of the largest term
 *   otherwise     log C_p(κ) in hi + lo, plus κ                                  2^-58, or 2^-68 of the largest term
 *
 * with ν = p/2 - 1, r = √(ν² + κ²). The function grows from log C_p(0), which is positive from p = 18.6 on: it
 * has a zero only in small dimensions, where every term is small, and the largest term is of the size of the
 * result everywhere else. Bounds are before the one rounding of the result.
 */
import { LN2, LOG_2PI } from '../kernels/logarithmTable.ts';
import { batchOf, type FloatArray } from './arrays.ts';
import { lessSphereConstant } from './besselLogarithm.ts';
import { compensatedLogarithm } from './compensatedLogarithm.ts';
import { debyeSum } from './debye.ts';
import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { add, type DoubleDouble, dd, divide, multiply, scale, squareRoot, subtract } from './doubleDouble.ts';
import type { ArrayOptions } from './meanResultantLength.ts';
import { logNormalizerPair } from './scalarLogNormalizer.ts';

/** Up to here κ costs log C_p at most 2^-58 of absolute accuracy. */
const MODERATE_KAPPA = 1024;

const low = /* @__PURE__ */ new Float64Array(1);

const logOf = (x: DoubleDouble): DoubleDouble => {
  const high = compensatedLogarithm(x.hi, x.lo, low);
  return dd(high, low[0]);
};

/** ν log((ν+r)/2π) + ½ log(r/2π) - ν²/(r+κ) - Σ_j D_j(s) r^-j. */
function byExpansion(nu: number, kappa: number): DoubleDouble {
  const order = dd(nu);
  const k = dd(kappa);
  const order2 = multiply(order, order);
  const r = squareRoot(add(order2, multiply(k, k)));
  const powers = add(multiply(order, logOf(add(order, r))), scale(logOf(r), 0.5));
  const excess = add(divide(order2, add(r, k)), dd(debyeSum(nu, r.hi)));
  const rest = subtract(powers, excess);
  low[0] = rest.lo;
  const high = lessSphereConstant(nu, rest.hi, low);
  return dd(high, low[0]);
}

/** log(C_p(κ) e^κ) as hi + lo, for (p, κ) in the domain. */
export function scaledLogNormalizerPair(p: number, kappa: number): DoubleDouble {
  if (kappa > HUGE_KAPPA) {
    // log κ = log(2^-512 κ) + 512 log 2: the logarithm's exact products need room above κ.
    const log = add(logOf(dd(kappa * 2 ** -512)), scale(dd(LN2[0], LN2[1]), 512));
    return multiply(dd(p / 2, -0.5), subtract(log, dd(LOG_2PI[0], LOG_2PI[1])));
  }
  if (kappa >= MODERATE_KAPPA) return byExpansion(p / 2 - 1, kappa);
  const high = logNormalizerPair(p, kappa, low);
  return add(dd(high, low[0]), dd(kappa));
}

function scalarScaledLogNormalizer(p: number, kappa: number): number {
  return isInDomain(p, kappa) ? scaledLogNormalizerPair(p, kappa).hi : Number.NaN;
}

/**
 * The exponentially scaled log-normalizer log(C_p(κ) e^κ) of the von Mises-Fisher density: log C_p(κ) + κ
 * without the cancellation, and the log density at the mean direction.
 *
 *   log(C_p(κ) e^κ) = (p/2 - 1) log κ - (p/2) log 2π - log(e^-κ I_{p/2-1}(κ))
 *
 * In nats, with respect to surface measure. It grows like ((p-1)/2) log(κ/2π), where log C_p falls like -κ: use
 * it with κ (1 - μᵀx) where log C_p would be used with κ μᵀx. Domain: real 1 <= p <= 1e15,
 * 0 <= κ <= 1.797e308; NaN outside. At κ = 0 it is log C_p(0).
 *
 * @param p dimension of the space the directions live in
 * @param kappa concentration: a number, or an array of them for an array of the same kind
 * @returns at most 1.2e-16 max(1, |value|) off (validation/RESULTS.md); Float32Array in, Float32Array out,
 *   computed in double and rounded once
 * @throws TypeError or RangeError if `out` is not an array of the kind and length of `kappa`
 * @see DLMF 10.41.3, 10.40.1
 * @example
 * scaledLogNormalizer(3, 1e15); // 32.70089932850134, where logNormalizer(3, 1e15) + 1e15 is 32.75
 */
export function scaledLogNormalizer(p: number, kappa: number): number;
export function scaledLogNormalizer<T extends FloatArray>(p: number, kappa: T, options?: ArrayOptions<T>): T;
export function scaledLogNormalizer(
  p: number,
  kappa: number | FloatArray,
  options?: ArrayOptions<FloatArray>,
): number | FloatArray {
  return typeof kappa === 'number'
    ? scalarScaledLogNormalizer(p, kappa)
    : batchOf('scaledLogNormalizer', scalarScaledLogNormalizer, p, kappa, options?.out);
}
