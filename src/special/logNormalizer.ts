import type { Accuracy } from './accuracy.ts';
import { batchLogNormalizer } from './batchLogNormalizer.ts';
import { scalarLogNormalizer } from './scalarLogNormalizer.ts';
import { uniformLogNormalizer } from './uniformExpansion.ts';

export interface LogNormalizerOptions {
  /**
   * Evaluate the paper's form instead, DLMF 10.41.3 cut after U_K(t)/ν^K, K = 0, ..., 20; 0 is the paper's.
   * @default undefined (full accuracy)
   */
  terms?: number;
}

export interface LogNormalizerArrayOptions<T extends Float64Array | Float32Array>
  extends LogNormalizerOptions {
  /**
   * 'fast' computes in plain double arithmetic, in about half the time: at most
   * 1e-15 max(1, |log C|, (p + κ)/64) off. Without effect where `terms` is given.
   * @default 'full'
   */
  accuracy?: Accuracy;
  /** Where to write; the same length as `kappa`, which it may be. @default a new array */
  out?: T;
}

/**
 * The log-normalizer log C_p(κ) of the von Mises-Fisher density C_p(κ) exp(κ μᵀx) on the unit sphere in ℝᵖ.
 *
 *   log C_p(κ) = (p/2 - 1) log κ - (p/2) log 2π - log I_{p/2-1}(κ)
 *
 * In nats, with respect to surface measure. Domain: real 1 <= p <= 1e15, 0 <= κ <= 1.797e308; NaN
 * outside. At κ = 0 it is minus the log of the sphere's area, log Γ(p/2) - log 2 - (p/2) log π.
 *
 * @param p dimension of the space the directions live in
 * @param kappa concentration: a number, or an array of them for an array of the same kind
 * @param options `terms: K` for the K-term uniform expansion of the paper, which needs p >= 2
 * @returns at most 1 ulp off where |log C| > 0.1, and 2.3e-16 max(1, |log C|) everywhere
 *   (validation/RESULTS.md); Float32Array in, Float32Array out, computed in double and rounded once. An
 *   array costs some microseconds for every new stretch of κ, 1/64 of an octave of κ + p/2 + 1, that the
 *   last four dimensions have not seen, then a few nanoseconds a value
 * @throws RangeError if `terms` is not an integer in [0, 20], or `accuracy` neither 'full' nor 'fast';
 *   TypeError or RangeError if `out` is not an array of the kind and length of `kappa`
 * @see Govindarajan et al., DINO as a von Mises-Fisher mixture model, ICLR 2023, section 3.3; DLMF 10.41.3
 * @example
 * logNormalizer(3, 1);       // -2.6924636085404865
 * logNormalizer(512, 1);     // 867.9671265997497, where the textbook formula meets log 0: I_255(1) underflows
 * logNormalizer(256, new Float64Array([20, 200, 500]));
 */
export function logNormalizer(p: number, kappa: number, options?: LogNormalizerOptions): number;
export function logNormalizer<T extends Float64Array | Float32Array>(
  p: number,
  kappa: T,
  options?: LogNormalizerArrayOptions<T>,
): T;
export function logNormalizer(
  p: number,
  kappa: number | Float64Array | Float32Array,
  options?: LogNormalizerArrayOptions<Float64Array | Float32Array>,
): number | Float64Array | Float32Array {
  const terms = options?.terms;
  if (typeof kappa === 'number') {
    return terms === undefined ? scalarLogNormalizer(p, kappa) : uniformLogNormalizer(p, kappa, terms);
  }
  return batchLogNormalizer(p, kappa, options);
}
