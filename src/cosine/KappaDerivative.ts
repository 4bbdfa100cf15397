/**
 * dt/dκ at a fixed probability, D(t) = -(1/f(t)) ∫_{-1}^t (s - A) f(s) ds.
 *
 *   D = (F/f) (A - t) + (1/f) ∫_{-1}^t (t - s) f ds   for t <= A, and its mirror image above:
 *
 * both parts are positive. D = (1 - t²) E with E smooth on all of [-1, 1] and E(±1) = (1 ∓ A)/(p - 1): the
 * solution of (1-t²) E' + [κ(1-t²) - (p-1)t] E = A - t that is regular at both ends. One Chebyshev series in 1 - t
 * gives E from t = 1 to where the lower tail is SERIES_TAIL; beyond, and where 64 terms do not suffice,
 * it is the integral above.
 */
import { type AnglePoint, fromCosine, fromRest, newPoint } from './AnglePoint.ts';
import { chebyshevSeries, chebyshevValue } from './chebyshevSeries.ts';
import { searchQuantile } from './searchQuantile.ts';
import type { TwoTails } from './TwoTails.ts';

const SERIES_TAIL = 1e-7;
const MOST_TERMS = 64;
const point = /* @__PURE__ */ newPoint();

/** D at a point by integration. */
function integrated(tails: TwoTails, at: AnglePoint): number {
  if (at.sine === 0) return 0;
  const { value, moment } = tails.side(at, tails.isUpper(at));
  const { hi, lo } = tails.restOfMean;
  return at.sine * (value * Math.abs(at.down - hi + (at.downLow - lo)) + moment);
}

export class KappaDerivative {
  private readonly tails: TwoTails;
  /** The series holds for 1 - t up to here. */
  private readonly reach: number;
  private readonly series: Float64Array | undefined;

  constructor(tails: TwoTails) {
    this.tails = tails;
    const tangent = searchQuantile(tails, SERIES_TAIL, false);
    this.reach = 2 / (1 + 1 / (tangent * tangent));
    this.series = chebyshevSeries((x) => this.smoothPart((this.reach / 2) * (1 + x)), MOST_TERMS);
  }

  /** -1 <= t <= 1. */
  at(t: number): number {
    const rest = 1 - t;
    if (rest > this.reach || this.series === undefined) return integrated(this.tails, fromCosine(t, point));
    return chebyshevValue(this.series, (2 * rest) / this.reach - 1) * rest * (1 + t);
  }

  /** E where 1 - t = rest. */
  private smoothPart(rest: number): number {
    const { tails } = this;
    if (rest === 0) return tails.restOfMean.hi / (tails.mode.m + 1);
    const at = fromRest(rest, point);
    return integrated(tails, at) / (at.sine * at.sine);
  }
}
