import { dimensionProblem, type Value } from './besselProblem.ts';
import { firstPrecision, logHypergeometric } from './besselSeries.ts';
import { type Enclosure, type EnclosureOptions, enclose } from './Enclosure.ts';
import { logarithmOf2, logarithmOfPi } from './logarithm.ts';

/**
 * Log-normalizer of the von Mises-Fisher distribution, as a proven enclosure.
 *
 * log C_p(κ) = ν log κ - (p/2) log 2π - log I_ν(κ) = -log 2 - (p/2) log π - log Σₘ (κ²/4)ᵐ/(m! Γ(p/2+m)), ν = p/2 - 1
 *
 * In nats, with respect to the surface measure of the sphere. The second form, by the power series
 * of I_ν (DLMF 10.25.2), has no singularity at κ = 0 and covers every p; the series is summed from its
 * largest term outwards, its two tails are bounded by geometric series (see `powerSeries`), log Γ is
 * enclosed by Stirling's series (see `logGamma`), and every operation is rounded outwards.
 *
 * Accuracy: lower ≤ log C_p(κ) ≤ upper and upper - lower ≤ 10^-digits max(1, |log C_p(κ)|).
 *
 * Domain: real p from 1 and κ from 0 up to the largest double. A number stands for exactly the binary
 * fraction it is, a string or a Decimal for the digits written: 0.1 and '0.1' differ.
 *
 * Cost: about 16 √κ terms at 34 digits where κ is large against p, few where κ² is small against p. With
 * the default limit of 200,000 terms κ reaches about 1.6e8 at p = 256; a raised `maxTerms` reaches further.
 *
 * @throws RangeError outside the domain, for digits or maxTerms out of range, and where the series would
 * need more than `maxTerms` terms: the message says how many, and up to which κ the limit suffices.
 * @throws TypeError for an argument of another kind.
 *
 * @example
 * import { logNormalizer } from 'von-mises-fisher/reference';
 * logNormalizer(512, 1, { digits: 50 }).mid.toPrecision(40); // '867.9671265997496490368227836279994208939'
 */
export function logNormalizer(p: Value, kappa: Value, options: EnclosureOptions = {}): Enclosure {
  const problem = dimensionProblem('logNormalizer', p, kappa, options);
  return enclose(problem.digits, 'mixed', firstPrecision(problem, 2), (arithmetic) => {
    const logAreas = arithmetic.add(
      arithmetic.multiply(problem.a(arithmetic), logarithmOfPi(arithmetic)),
      logarithmOf2(arithmetic),
    );
    const sum = arithmetic.add(logAreas, logHypergeometric(problem, arithmetic));
    return arithmetic.subtract(arithmetic.of(0), sum);
  });
}
