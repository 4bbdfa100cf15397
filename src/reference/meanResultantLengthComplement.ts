import { type BesselProblem, dimensionProblem, type Value } from './besselProblem.ts';
import { firstPrecision } from './besselSeries.ts';
import { type Enclosure, type EnclosureOptions, enclose } from './Enclosure.ts';
import { besselQuotient } from './meanResultantLength.ts';

/** 1 - A is taken with this many extra digits at most: 1 - A_1(κ) = 2/(e²ᵏ+1) would ask for 0.87 κ of them. */
const MAX_LOST_DIGITS = 5000;

/**
 * Complement of the mean resultant length, 1 - A_p(κ), as a proven enclosure.
 *
 * The difference of 1 and the enclosure of A_p(κ), which is taken with as many more digits as the
 * difference cancels: about log₁₀(2κ/(p-1)), and 0.87 κ where p = 1.
 *
 * Accuracy: upper - lower ≤ 10^-digits (1 - A_p(κ)), and exactly 1 at κ = 0. Domain, numbers and
 * strings, cost, options and errors as for `meanResultantLength`; besides, a RangeError where more than 5000
 * digits cancel, which takes p = 1, or p - 1 below 10^-4000, and κ above 5700.
 *
 * @example
 * import { meanResultantLengthComplement } from 'von-mises-fisher/reference';
 * meanResultantLengthComplement(256, 1e6).mid.toPrecision(34); // '0.0001274919356169681301052901308781494'
 */
export function meanResultantLengthComplement(
  p: Value,
  kappa: Value,
  options: EnclosureOptions = {},
): Enclosure {
  const problem = dimensionProblem('meanResultantLengthComplement', p, kappa, options);
  const precision = firstPrecision(problem, lostDigits(problem));
  return enclose(problem.digits, 'relative', precision, (arithmetic) =>
    arithmetic.subtract(arithmetic.of(1), besselQuotient(problem, arithmetic)),
  );
}

/** About -log₁₀(1 - A_p(κ)): 1 - A is near the larger of (p-1)/(2κ) and 2 exp(-2κ), where it is small. */
function lostDigits({ caller, order, orderText, argument, argumentText }: BesselProblem): number {
  const kappa = argument.toNumber();
  const excess = order.minus(1);
  const exponential = 2 * kappa * Math.LOG10E;
  const algebraic = excess.isZero() ? Number.POSITIVE_INFINITY : Math.log10(1 + kappa) + 1 - excess.e;
  const lost = Math.min(exponential, Math.max(0, algebraic));
  if (lost > MAX_LOST_DIGITS) {
    const limit = Math.floor(MAX_LOST_DIGITS / (2 * Math.LOG10E));
    throw new RangeError(
      `${caller}: kappa must be at most ${limit} for p = ${orderText}: ` +
        `1 - A would need ${Math.ceil(lost)} more digits than asked for, limit ${MAX_LOST_DIGITS}, got ${argumentText}`,
    );
  }
  return lost;
}
