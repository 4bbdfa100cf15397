import { orderProblem, type Value } from './besselProblem.ts';
import { firstPrecision, logHypergeometric } from './besselSeries.ts';
import { type Enclosure, type EnclosureOptions, enclose } from './Enclosure.ts';
import { logarithm } from './logarithm.ts';

/**
 * Logarithm of the modified Bessel function of the first kind, as a proven enclosure.
 *
 * log I_ν(x) = ν log(x/2) + log Σₘ (x²/4)ᵐ/(m! Γ(ν+1+m))  (DLMF 10.25.2)
 *
 * Accuracy: upper - lower ≤ 10^-digits max(1, |log I_ν(x)|). Domain: real ν ≥ -1/2 and x > 0 up to the
 * largest double; at x = 0 only ν = 0, where the value is 0, since it is infinite otherwise. Numbers,
 * strings, cost, options and errors as for `logNormalizer`.
 *
 * @example
 * import { logBesselI } from 'von-mises-fisher/reference';
 * logBesselI(0.5, 2).mid.toPrecision(30); // '0.716002429689468042982132859124'
 */
export function logBesselI(nu: Value, x: Value, options: EnclosureOptions = {}): Enclosure {
  const problem = orderProblem('logBesselI', nu, x, options);
  return enclose(problem.digits, 'mixed', firstPrecision(problem, 2), (arithmetic) => {
    const sum = logHypergeometric(problem, arithmetic);
    if (problem.order.isZero()) return sum;
    const half = arithmetic.multiply(arithmetic.of(problem.argument), arithmetic.of(0.5));
    const power = arithmetic.multiply(arithmetic.of(problem.order), logarithm(arithmetic, half));
    return arithmetic.add(power, sum);
  });
}
