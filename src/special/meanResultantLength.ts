import { type Accuracy, requireAccuracy } from './accuracy.ts';
import { batchOf, type FloatArray, outputFor } from './arrays.ts';
import { batchPlanned } from './batchPlanned.ts';
import { isInDomain } from './domain.ts';
import { plannedComplement, plannedMeanResultantLength } from './plannedMeanResultantLength.ts';
import { scalarComplement, scalarMeanResultantLength } from './scalarMeanResultantLength.ts';

export interface ArrayOptions<T extends FloatArray> {
  /** Where to write; of the kind and length of `kappa`, which it may be. @default a new array */
  out?: T;
}

export interface MeanResultantLengthArrayOptions<T extends FloatArray> extends ArrayOptions<T> {
  /**
   * 'fast' promises an absolute error of at most 4e-16, in about two thirds of the time.
   * @default 'full'
   */
  accuracy?: Accuracy;
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
 * @returns at most 1 ulp off (validation/RESULTS.md); arrays as for logNormalizer
 * @throws RangeError if `accuracy` is neither 'full' nor 'fast'; TypeError or RangeError if `out` is not an
 *   array of the kind and length of `kappa`
 * @see DLMF 10.29.1, 10.41.3; Mardia & Jupp, Directional Statistics (2000), A.8
 * @example
 * meanResultantLength(3, 1);     // 0.3130352854993313, coth 1 - 1
 * meanResultantLength(256, 100); // 0.344539...
 */
export function meanResultantLength(p: number, kappa: number): number;
export function meanResultantLength<T extends FloatArray>(
  p: number,
  kappa: T,
  options?: MeanResultantLengthArrayOptions<T>,
): T;
export function meanResultantLength(
  p: number,
  kappa: number | FloatArray,
  options?: MeanResultantLengthArrayOptions<FloatArray>,
): number | FloatArray {
  if (typeof kappa === 'number') return scalarMeanResultantLength(p, kappa);
  const out = outputFor('meanResultantLength', kappa, options?.out);
  const accuracy = options?.accuracy;
  requireAccuracy('meanResultantLength', accuracy);
  if (!isInDomain(p, 0)) return out.fill(Number.NaN);
  batchPlanned(plannedMeanResultantLength[accuracy ?? 'full'], p, kappa, out);
  return out;
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
  if (typeof kappa === 'number') return scalarComplement(p, kappa);
  // Below p = 2 the complement may fall off exponentially, and no polynomial follows that.
  if (!(isInDomain(p, 0) && p >= 2)) {
    return batchOf('meanResultantLengthComplement', scalarComplement, p, kappa, options?.out);
  }
  const out = outputFor('meanResultantLengthComplement', kappa, options?.out);
  batchPlanned(plannedComplement, p, kappa, out);
  return out;
}
