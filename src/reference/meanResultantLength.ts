import { type BesselProblem, dimensionProblem, type Value } from './besselProblem.ts';
import { besselSeries, firstPrecision } from './besselSeries.ts';
import { type Enclosure, type EnclosureOptions, enclose } from './Enclosure.ts';
import type { Interval, IntervalArithmetic } from './IntervalArithmetic.ts';

/**
 * Mean resultant length of the von Mises-Fisher distribution, as a proven enclosure.
 *
 * A_p(κ) = I_{p/2}(κ)/I_{p/2-1}(κ) = (κ/2) Σₘ tₘ/(p/2+m) / Σₘ tₘ,  tₘ = (κ²/4)ᵐ/(m! Γ(p/2+m))
 *
 * Both sums run over the same terms (DLMF 10.25.2). Accuracy: upper - lower ≤ 10^-digits A_p(κ), and
 * exactly 0 at κ = 0. Domain, numbers and strings, cost, options and errors as for `logNormalizer`.
 *
 * @example
 * import { meanResultantLength } from 'von-mises-fisher/reference';
 * meanResultantLength(256, 100).mid.toPrecision(34); // '0.3445393251582564895999643088662038'
 */
export function meanResultantLength(p: Value, kappa: Value, options: EnclosureOptions = {}): Enclosure {
  const problem = dimensionProblem('meanResultantLength', p, kappa, options);
  return enclose(problem.digits, 'relative', firstPrecision(problem, 0), (arithmetic) =>
    besselQuotient(problem, arithmetic),
  );
}

/** I_{ν+1}(x)/I_ν(x). */
export function besselQuotient(problem: BesselProblem, arithmetic: IntervalArithmetic): Interval {
  const { sum, weighted } = besselSeries(problem, arithmetic);
  const half = arithmetic.multiply(arithmetic.of(problem.argument), arithmetic.of(0.5));
  return arithmetic.multiply(half, arithmetic.divide(weighted, sum));
}
