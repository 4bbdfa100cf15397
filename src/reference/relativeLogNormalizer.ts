import { dimensionProblem, type Value } from './besselProblem.ts';
import { besselSeries, firstPrecision, logHypergeometric } from './besselSeries.ts';
import { type Enclosure, type EnclosureOptions, enclose } from './Enclosure.ts';
import { logarithm } from './logarithm.ts';
import { logGamma } from './logGamma.ts';

/**
 * Log-normalizer relative to the uniform distribution, as a proven enclosure.
 *
 * log C_p(κ) - log C_p(0) = -log ₀F₁(; p/2; κ²/4)
 *
 * Where the first term of the series is the largest, log Γ cancels and the sum is ₀F₁ itself; elsewhere
 * log Γ(p/2) is added to `logHypergeometric`. Accuracy: upper - lower ≤ 10^-digits of the value, also as
 * κ → 0, where it is -κ²/2p; exactly 0 at κ = 0. Domain, numbers and strings, cost, options and errors as
 * for `logNormalizer`.
 *
 * @example
 * import { relativeLogNormalizer } from 'von-mises-fisher/reference';
 * relativeLogNormalizer(256, '1e-300').mid.toPrecision(20); // '-1.9531250000000000000e-603'
 */
export function relativeLogNormalizer(p: Value, kappa: Value, options: EnclosureOptions = {}): Enclosure {
  const problem = dimensionProblem('relativeLogNormalizer', p, kappa, options);
  const x = problem.argument;
  // κ²/2p, the least the value can be, tells what is lost in 1 + κ²/2p + ...
  const lost = Math.max(0, -2 * x.e + problem.order.e + 2);
  const precision = firstPrecision(problem, 2) + (x.isZero() ? 0 : lost);
  return enclose(problem.digits, 'relative', precision, (arithmetic) => {
    const zero = arithmetic.of(0);
    if (x.isZero()) return zero;
    const { a, peak, sum } = besselSeries(problem, arithmetic);
    const log =
      peak === 0
        ? logarithm(arithmetic, sum)
        : arithmetic.add(logHypergeometric(problem, arithmetic), logGamma(arithmetic, a));
    return arithmetic.subtract(zero, log);
  });
}
