import { Decimal } from 'decimal.js';
import { type BesselProblem, dimensionProblem, type Value } from './besselProblem.ts';
import { firstPrecision } from './besselSeries.ts';
import { type Enclosure, type EnclosureOptions, enclose } from './Enclosure.ts';
import { exactDecimal } from './exactDecimal.ts';
import { besselQuotient } from './meanResultantLength.ts';

const MOST_STEPS = 200;

/**
 * Concentration κ whose mean resultant length is R, as a proven enclosure: the inverse of A_p.
 *
 * A_p(κ) = I_{p/2}(κ)/I_{p/2-1}(κ) = R
 *
 * Newton's steps on the enclosed A_p lead to κ. What proves the result is not the steps: A_p increases, so
 * A_p(lower) ≤ R ≤ A_p(upper), both checked on enclosures of A_p, puts κ between lower and upper.
 *
 * Accuracy: upper - lower ≤ 10^-digits κ; exactly 0 at R = 0. Domain: real p from 1, 0 ≤ R < 1. Numbers,
 * strings, options, cost and errors as for `logNormalizer`; the cost is that of A_p at κ, ten times or so.
 *
 * @throws RangeError outside the domain; at R = 1, where κ is infinite; and where the series at κ would need
 * more than `maxTerms` terms.
 *
 * @example
 * import { concentration } from 'von-mises-fisher/reference';
 * concentration(256, '0.5').mid.toPrecision(30); // '170.400602628261769149566080745'
 */
export function concentration(p: Value, rBar: Value, options: EnclosureOptions = {}): Enclosure {
  const problem = dimensionProblem('concentration', p, 0, options);
  const target = exactDecimal('concentration', 'rBar', rBar);
  if (target.lt(0) || target.gte(1)) {
    throw new RangeError(`concentration: rBar must be at least 0 and less than 1, got ${rBar}`);
  }
  if (target.isZero()) return { lower: target, upper: target, mid: target };
  return solve(problem, target);
}

function solve(problem: BesselProblem, target: Decimal): Enclosure {
  const { digits, order: p, maxTerms } = problem;
  // A needs 1 - A to `digits` digits, and A' is a difference as small as A (1 - A)/κ.
  const Guess = Decimal.clone({ defaults: true, precision: 20 + target.precision() });
  const rest = new Guess(1).minus(target);
  const guess = estimate(Guess, p, target, rest);
  const lost = 2 * Math.max(0, -rest.e) + 2 * Math.max(0, guess.e) + Math.max(0, p.e);
  const most = digits + 8 + lost;
  const Wide = Decimal.clone({ defaults: true, precision: most + Math.max(0, -target.e) + 8 });
  const half = new Wide(10).pow(-digits).times('0.49');
  const lengthAt = (kappa: Decimal, wanted: number) => {
    const at = dimensionProblem(problem.caller, p, kappa, { digits: Math.min(1000, wanted), maxTerms });
    return enclose(at.digits, 'relative', firstPrecision(at, 0), (arithmetic) =>
      besselQuotient(at, arithmetic),
    );
  };

  let kappa: Decimal = new Wide(guess);
  let wanted = Math.min(most, 16 + lost);
  for (let step = 0; step < MOST_STEPS; step++) {
    const length = lengthAt(kappa, wanted).mid;
    const slope = Wide.sub(1, Wide.mul(length, length)).minus(Wide.mul(p.minus(1), length).div(kappa));
    const change = Wide.sub(target, length).div(slope);
    const next = kappa.plus(change);
    const settled = change.abs().lte(kappa.times(`1e-${Math.ceil((wanted - lost) / 2)}`));
    kappa = next.gt(0) ? next : kappa.div(2);
    if (!settled) continue;
    if (wanted < most) {
      wanted = Math.min(most, 2 * (wanted - lost) + lost);
      continue;
    }
    const lower = kappa.minus(kappa.times(half));
    const upper = kappa.plus(kappa.times(half));
    if (lengthAt(lower, most).upper.lte(target) && lengthAt(upper, most).lower.gte(target)) {
      return { lower: new Decimal(lower), upper: new Decimal(upper), mid: new Decimal(kappa) };
    }
  }
  throw new RangeError(
    `concentration: rBar must leave κ to be enclosed to ${digits} digits within 1000 digits of A, got ${target}`,
  );
}

/**
 * R (p - R²)/(1 - R²), Banerjee et al., JMLR 6 (2005), eq. 4.4, and not below artanh R, the κ of p = 1: A_p(κ)
 * falls as p grows.
 */
function estimate(Guess: typeof Decimal, p: Decimal, rBar: Decimal, rest: Decimal): Decimal {
  const upper = Guess.add(1, rBar);
  const banerjee = Guess.mul(rBar, Guess.sub(p, Guess.mul(rBar, rBar))).div(Guess.mul(rest, upper));
  return p.lt(2) ? Guess.max(banerjee, upper.div(rest).ln().div(2)) : banerjee;
}
