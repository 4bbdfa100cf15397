import { isInDomain } from '../special/domain.ts';
import { fromAngle, fromCosine, newPoint } from './anglePoint.ts';
import { KappaDerivative } from './KappaDerivative.ts';
import { angleAt, cosineAt } from './quantileAt.ts';
import { TwoTails } from './TwoTails.ts';

const point = /* @__PURE__ */ newPoint();
const { NEGATIVE_INFINITY, POSITIVE_INFINITY } = Number;

export class CosineLaw {
  readonly p: number;
  readonly kappa: number;
  private readonly tails: TwoTails | undefined;
  private derivative: KappaDerivative | undefined;

  constructor(p: number, kappa: number) {
    this.p = p;
    this.kappa = kappa;
    this.tails = p >= 2 && isInDomain(p, kappa) ? new TwoTails(p, kappa) : undefined;
  }

  /** The density f(t) of t = μᵀx: 0 outside [-1, 1]; at ±1 infinite for p < 3 and 0 for p > 3. */
  pdf(t: number): number {
    const { tails } = this;
    if (tails === undefined || Number.isNaN(t)) return Number.NaN;
    if (!(Math.abs(t) <= 1)) return 0;
    if (Math.abs(t) === 1) return Math.exp(this.logDensityAtEnd(tails, t));
    return tails.density(fromCosine(t, point)) / point.sine;
  }

  /** log f(t), finite where f underflows. */
  logPdf(t: number): number {
    const { tails } = this;
    if (tails === undefined || Number.isNaN(t)) return Number.NaN;
    if (!(Math.abs(t) <= 1)) return NEGATIVE_INFINITY;
    if (Math.abs(t) === 1) return this.logDensityAtEnd(tails, t);
    return tails.logDensity(fromCosine(t, point), point.sine);
  }

  /** P(μᵀx <= t). */
  cdf(t: number): number {
    return this.cosineTail(t, false);
  }

  /** P(μᵀx > t) = 1 - cdf(t), without cancellation. */
  survival(t: number): number {
    return this.cosineTail(t, true);
  }

  /** log P(μᵀx <= t), finite where the probability underflows, accurate where it is near 1. */
  logCdf(t: number): number {
    return this.logCosineTail(t, false);
  }

  /** log P(μᵀx > t), likewise. */
  logSurvival(t: number): number {
    return this.logCosineTail(t, true);
  }

  /** The t with cdf(t) = q: -1 at 0, 1 at 1; NaN outside [0, 1]. */
  quantile(q: number): number {
    return this.quantileOf(cosineAt, q, false, -1, 1);
  }

  /** The t with survival(t) = q: for probabilities near 1 that only their complement resolves. */
  survivalQuantile(q: number): number {
    return this.quantileOf(cosineAt, q, true, 1, -1);
  }

  /** The density g(θ) of the angle θ = arccos μᵀx in radians: 0 outside [0, π]. */
  anglePdf(theta: number): number {
    const { tails } = this;
    if (tails === undefined || Number.isNaN(theta)) return Number.NaN;
    if (!(theta >= 0 && theta <= Math.PI)) return 0;
    return tails.density(fromAngle(theta, point));
  }

  /** P(angle <= θ). */
  angleCdf(theta: number): number {
    return this.angleTail(theta, true);
  }

  /** P(angle > θ) = 1 - angleCdf(θ), without cancellation. */
  angleSurvival(theta: number): number {
    return this.angleTail(theta, false);
  }

  /** The θ with angleCdf(θ) = q: 0 at 0, π at 1; NaN outside [0, 1]. */
  angleQuantile(q: number): number {
    return this.quantileOf(angleAt, q, true, 0, Math.PI);
  }

  /** The θ with angleSurvival(θ) = q. */
  angleSurvivalQuantile(q: number): number {
    return this.quantileOf(angleAt, q, false, Math.PI, 0);
  }

  kappaDerivative(t: number): number {
    if (this.tails === undefined || !(Math.abs(t) <= 1)) return Number.NaN;
    this.derivative ??= new KappaDerivative(this.tails);
    return this.derivative.at(t);
  }

  private cosineTail(t: number, upper: boolean): number {
    if (this.tails === undefined || Number.isNaN(t)) return Number.NaN;
    if (!(Math.abs(t) <= 1)) return t > 0 === upper ? 0 : 1;
    return this.tails.probability(fromCosine(t, point), upper);
  }

  private logCosineTail(t: number, upper: boolean): number {
    if (this.tails === undefined || Number.isNaN(t)) return Number.NaN;
    if (!(Math.abs(t) <= 1)) return t > 0 === upper ? NEGATIVE_INFINITY : 0;
    return this.tails.logProbability(fromCosine(t, point), upper);
  }

  private angleTail(theta: number, upper: boolean): number {
    if (this.tails === undefined || Number.isNaN(theta)) return Number.NaN;
    if (!(theta >= 0 && theta <= Math.PI)) return theta < 0 === upper ? 0 : 1;
    return this.tails.probability(fromAngle(theta, point), upper);
  }

  private quantileOf(
    at: (tails: TwoTails, q: number, upper: boolean) => number,
    q: number,
    upper: boolean,
    none: number,
    all: number,
  ): number {
    if (this.tails === undefined || !(q >= 0 && q <= 1)) return Number.NaN;
    return q === 0 ? none : q === 1 ? all : at(this.tails, q, upper);
  }

  /** log f(±1). */
  private logDensityAtEnd({ mode, total }: TwoTails, t: number): number {
    if (this.p !== 3) return this.p > 3 ? NEGATIVE_INFINITY : POSITIVE_INFINITY;
    const exponent = this.kappa * (t > 0 ? mode.rest.hi : mode.rest.hi - 2);
    return exponent + Math.log(Math.sqrt(mode.inverseSquare.hi) / total);
  }
}
