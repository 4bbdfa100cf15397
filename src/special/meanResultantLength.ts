import type { FloatArray } from './arrays.ts';
import { batchOf } from './arrays.ts';
import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { complementPair, ratioPair, timesKappa } from './meanResultantPair.ts';

export interface ArrayOptions<T extends FloatArray> {
  /** Where to write; of the kind and length of `kappa`, which it may be. @default a new array */
  out?: T;
}

function scalarMeanResultantLength(p: number, kappa: number): number {
  if (!isInDomain(p, kappa)) return Number.NaN;
  if (kappa > HUGE_KAPPA) return 1;
  return timesKappa(ratioPair(p / 2 - 1, kappa), kappa).hi;
}

function scalarComplement(p: number, kappa: number): number {
  if (!isInDomain(p, kappa)) return Number.NaN;
  if (kappa > HUGE_KAPPA) return (p - 1) / 2 / kappa;
  return complementPair(p, kappa).hi;
}

/**
 * The mean resultant length A_p(κ) = ‖E x‖ of the von Mises-Fisher distribution, minus the derivative of
 * log C_p in κ.
 *
 *   A_p(κ) = I_{p/2}(κ)/I_{p/2-1}(κ) = -d log C_p(κ)/dκ,   0 <= A_p < 1
 *
 * Domain: real 1 <= p <= 1e15, 0 <= κ <= 1.797e308; NaN outside. A_p(0) = 0; for large κ it rounds to 1:
 * use meanResultantLengthComplement there.
 *
 * @param p dimension of the space the directions live in
 * @param kappa concentration: a number, or an array of them for an array of the same kind
 * @returns at most 1 ulp off (validation/RESULTS.md)
 * @throws TypeError or RangeError if `out` is not an array of the kind and length of `kappa`
 * @see DLMF 10.29.1, 10.41.3; Mardia & Jupp, Directional Statistics (2000), A.8
 * @example
 * meanResultantLength(3, 1);     // 0.3130352854993313, coth 1 - 1
 * meanResultantLength(256, 100); // 0.344539...
 */
export function meanResultantLength(p: number, kappa: number): number;
export function meanResultantLength<T extends FloatArray>(p: number, kappa: T, options?: ArrayOptions<T>): T;
export function meanResultantLength(
  p: number,
  kappa: number | FloatArray,
  options?: ArrayOptions<FloatArray>,
): number | FloatArray {
  return typeof kappa === 'number'
    ? scalarMeanResultantLength(p, kappa)
    : batchOf('meanResultantLength', scalarMeanResultantLength, p, kappa, options?.out);
}

/**
 * The complement 1 - A_p(κ) of the mean resultant length, without cancellation as κ grows.
 *
 *   1 - A_p(κ) = (p-1)/(2κ) + O(κ^-2),   1 at κ = 0
 *
 * Domain and arrays as for meanResultantLength; NaN outside.
 *
 * @returns mostly within 1 ulp, never more than 16 (validation/RESULTS.md)
 * @throws TypeError or RangeError if `out` is not an array of the kind and length of `kappa`
 * @example
 * meanResultantLengthComplement(3, 1e20); // 1e-20, where 1 - meanResultantLength(3, 1e20) is 0
 */
export function meanResultantLengthComplement(p: number, kappa: number): number;
export function meanResultantLengthComplement<T extends FloatArray>(
  p: number,
  kappa: T,
  options?: ArrayOptions<T>,
): T;
export function meanResultantLengthComplement(
  p: number,
  kappa: number | FloatArray,
  options?: ArrayOptions<FloatArray>,
): number | FloatArray {
  return typeof kappa === 'number'
    ? scalarComplement(p, kappa)
    : batchOf('meanResultantLengthComplement', scalarComplement, p, kappa, options?.out);
}
