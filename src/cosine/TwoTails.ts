import { HUGE_KAPPA } from '../special/domain.ts';
import { type DoubleDouble, dd } from '../special/doubleDouble.ts';
import { complementPair } from '../special/meanResultantPair.ts';
import { type AnglePoint, fromAngle, newPoint } from './AnglePoint.ts';
import { type Mode, modeOf } from './modeOf.ts';
import { fromMode, relativeExponent } from './relativeExponent.ts';
import { type Tail, TailIntegral } from './TailIntegral.ts';

/** e^UNDERFLOW is 0; lo is no small number where hi is huge. */
const UNDERFLOW = -1000;
const side: Tail = { value: 0, moment: 0 };

/**
 * The law of the angle θ as its density and its two tails: the upper one of t = cos θ over [0, θ], the lower over
 * [θ, π]. The tail on a point's own side of the mean is an integral and keeps its relative accuracy; the other is
 * 1 minus it, which loses nothing as neither is small at the mean.
 */
export class TwoTails {
  readonly mode: Mode;
  /** 1 - A_p(κ): 1 - t at the mean of t, as hi + lo. */
  readonly restOfMean: DoubleDouble;
  /** P(t' > t) at the mean. */
  readonly upperAtMean: number;
  /** ∫ e^{H(θ)} dθ over [0, π]. */
  readonly total: number;
  private readonly integral: TailIntegral;

  /** p >= 2 and κ in the domain. */
  constructor(p: number, kappa: number) {
    this.mode = modeOf(p, kappa);
    this.integral = new TailIntegral(this.mode);
    this.restOfMean = kappa > HUGE_KAPPA ? dd((p - 1) / 2 / kappa) : complementPair(p, kappa);
    const rest = this.restOfMean.hi;
    // Any point near the mean serves; an angle that is a double is known exactly.
    const mean = fromAngle(2 * Math.atan(Math.sqrt(rest / (2 - rest))), newPoint());
    const upper = this.side(mean, true).value;
    const lower = this.side(mean, false).value;
    this.upperAtMean = upper / (upper + lower);
    this.total = (upper + lower) * this.relativeDensity(mean);
  }

  isUpper(point: AnglePoint): boolean {
    return point.down < this.restOfMean.hi;
  }

  /** One side's integral and moment relative to the density at the point, which is not that side's end. */
  side(point: AnglePoint, upper: boolean): Tail {
    this.integral.fill(point, fromMode(this.mode, point).hi, upper, side);
    return side;
  }

  /** The density of θ. */
  density(point: AnglePoint): number {
    return this.relativeDensity(point) / this.total;
  }

  /** log of the density of θ over `scale`. */
  logDensity(point: AnglePoint, scale: number): number {
    const { hi, lo } = relativeExponent(this.mode, point);
    return hi + (lo - Math.log(this.total * scale));
  }

  /** P(t' > t) or P(t' < t). */
  probability(point: AnglePoint, upper: boolean): number {
    const own = this.isUpper(point);
    const tail = this.ownTail(point, own);
    return own === upper ? tail : 1 - tail;
  }

  logProbability(point: AnglePoint, upper: boolean): number {
    const own = this.isUpper(point);
    if (own !== upper) return Math.log1p(-this.ownTail(point, own));
    if (point.sine === 0) return Number.NEGATIVE_INFINITY;
    const { hi, lo } = relativeExponent(this.mode, point);
    return hi + (lo + Math.log(this.side(point, own).value / this.total));
  }

  private ownTail(point: AnglePoint, upper: boolean): number {
    if (point.sine === 0) return 0;
    return this.relativeDensity(point) * (this.side(point, upper).value / this.total);
  }

  private relativeDensity(point: AnglePoint): number {
    const { hi, lo } = relativeExponent(this.mode, point);
    return hi < UNDERFLOW ? 0 : Math.exp(hi) * (1 + lo);
  }
}
