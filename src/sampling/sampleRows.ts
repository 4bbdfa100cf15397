import { rowPlan } from '../kernels/rowPlan.ts';
import { sampleRows as kernel } from '../kernels/sampleRows.ts';
import { bitsOf, type Random } from '../random.ts';

/**
 * `n` independent draws from the von Mises-Fisher distribution, rows of p in `out`, which is returned.
 *
 *   x = t μ + √(1 - t²) v
 *
 * with v uniform among the unit vectors orthogonal to μ, and t from
 *
 *   p       method
 *   2       Best and Fisher 1979, rejection: at least 65 % accepted
 *   3       the inverse cdf
 *   >= 4    Wood 1994, rejection: at least 68 % accepted
 *
 * 1 - t is formed directly, so t is exact however close to 1: κ from 0 to 1.797e308. O(p) a draw, and the draws
 * come one by one: `n` of them are those of `n` calls with n = 1.
 *
 * `mu` has unit length to rounding; p >= 2, κ in [0, 1.797e308], `out` of length n·p. A Float32Array gets the
 * doubles, rounded.
 */
export function sampleRows<T extends Float64Array | Float32Array>(
  mu: Float64Array,
  kappa: number,
  n: number,
  random: Random,
  out: T,
): T {
  if (out.length !== n * mu.length) {
    throw new RangeError(`samples: out must have length n·p = ${n * mu.length}, got ${out.length}`);
  }
  kernel(rowPlan(mu, kappa), bitsOf('samples', random), out);
  return out;
}
