import { fromAngle, fromCosine, newPoint } from './AnglePoint.ts';
import { KappaDerivative } from './KappaDerivative.ts';
import { angleQuantile, cosineQuantile } from './quantile.ts';
import { TwoTails } from './TwoTails.ts';

const point = /* @__PURE__ */ newPoint();
/** Up to here nothing overflows in double-double. */
const MOST_KAPPA = 1e290;

/**
 * The law of the cosine t = μᵀx between a von Mises-Fisher direction x and its mean direction, and of the angle
 * θ = arccos t in radians: density, both tails, quantiles from either side, and dt/dκ.
 *
 *   f(t) ∝ e^{κt} (1 - t²)^{(p-3)/2} on [-1, 1],   g(θ) ∝ e^{κ cos θ} sin^{p-2} θ on [0, π]
 *
 * Domain: real 2 <= p <= 1e15, 0 <= κ <= 1e290; every method gives NaN outside, and at NaN. κ = 0 is the uniform
 * direction. Beyond the ends of its support a density is 0 and a cdf 0 or 1. The methods of t and of θ are one law:
 * angleCdf(θ) = survival(cos θ). Where κ is large t lies near 1 and a double t cannot resolve the law; θ can.
 *
 * Both tails keep their relative accuracy to the smallest normal double and, as logarithms, beyond. The given t or θ
 * taken as exact, density, tails and dt/dκ hold to 1e-14 for p up to 4096 and κ from 0 to 1e15: 3e-15 at most on the
 * points of validation/RESULTS.md, p = 2.25 and 11.1 among them; at κ = 0 the tests follow them up to p = 1e15. Quantiles
 * hold to 1e-15 of the result or of q, whichever is worse. Setting up costs two integrals, a tail one, a quantile
 * about four; each is 32 values of the density.
 *
 * @see Mardia & Jupp, Directional Statistics (2000), section 9.3.2, for the density of t
 * @example
 * new CosineLaw(3, 1).cdf(0.5);                     // 0.544945766076588..., (e^0.5 - e^-1)/(e - e^-1)
 * new CosineLaw(256, 100).quantile(1e-10);          // -0.0187260347902...
 * new CosineLaw(4096, 1e10).angleSurvival(0.00075); // 2.63925486770...e-52
 */
export class CosineLaw {
  readonly p: number;
  readonly kappa: number;
  readonly #tails: TwoTails | undefined;
  #derivative: KappaDerivative | undefined;

  constructor(p: number, kappa: number) {
    this.p = p;
    this.kappa = kappa;
    const isInDomain = p >= 2 && p <= 1e15 && kappa >= 0 && kappa <= MOST_KAPPA;
    this.#tails = isInDomain ? new TwoTails(p, kappa) : undefined;
  }

  /** The density f(t) of t = μᵀx: 0 outside [-1, 1]; at ±1 infinite for p < 3 and 0 for p > 3. */
  pdf(t: number): number {
    const tails = this.#tails;
    if (tails === undefined || Number.isNaN(t)) return Number.NaN;
    if (!(Math.abs(t) <= 1)) return 0;
    if (Math.abs(t) === 1) return Math.exp(this.#logDensityAtEnd(tails, t));
    return tails.density(fromCosine(t, point)) / point.sine;
  }

  /** log f(t), finite where f underflows. */
  logPdf(t: number): number {
    const tails = this.#tails;
    if (tails === undefined || Number.isNaN(t)) return Number.NaN;
    if (!(Math.abs(t) <= 1)) return Number.NEGATIVE_INFINITY;
    if (Math.abs(t) === 1) return this.#logDensityAtEnd(tails, t);
    return tails.logDensity(fromCosine(t, point), point.sine);
  }

  /** P(μᵀx <= t). */
  cdf(t: number): number {
    return this.#cosineTail(t, false);
  }

  /** P(μᵀx > t) = 1 - cdf(t), without cancellation. */
  survival(t: number): number {
    return this.#cosineTail(t, true);
  }

  /** log P(μᵀx <= t), finite where the probability underflows, accurate where it is near 1. */
  logCdf(t: number): number {
    return this.#logCosineTail(t, false);
  }

  /** log P(μᵀx > t), likewise. */
  logSurvival(t: number): number {
    return this.#logCosineTail(t, true);
  }

  /** The t with cdf(t) = q: -1 at 0, 1 at 1; NaN outside [0, 1]. */
  quantile(q: number): number {
    return this.#quantileOf(cosineQuantile, q, false, -1, 1);
  }

  /** The t with survival(t) = q: for probabilities near 1 that only their complement resolves. */
  survivalQuantile(q: number): number {
    return this.#quantileOf(cosineQuantile, q, true, 1, -1);
  }

  /** The density g(θ) of the angle θ = arccos μᵀx in radians: 0 outside [0, π]. */
  anglePdf(theta: number): number {
    const tails = this.#tails;
    if (tails === undefined || Number.isNaN(theta)) return Number.NaN;
    if (!(theta >= 0 && theta <= Math.PI)) return 0;
    return tails.density(fromAngle(theta, point));
  }

  /** P(angle <= θ). */
  angleCdf(theta: number): number {
    return this.#angleTail(theta, true);
  }

  /** P(angle > θ) = 1 - angleCdf(θ), without cancellation. */
  angleSurvival(theta: number): number {
    return this.#angleTail(theta, false);
  }

  /** The θ with angleCdf(θ) = q: 0 at 0, π at 1; NaN outside [0, 1]. */
  angleQuantile(q: number): number {
    return this.#quantileOf(angleQuantile, q, true, 0, Math.PI);
  }

  /** The θ with angleSurvival(θ) = q. */
  angleSurvivalQuantile(q: number): number {
    return this.#quantileOf(angleQuantile, q, false, Math.PI, 0);
  }

  /**
   * dt/dκ at a fixed probability, the derivative of quantile(q) in κ where quantile(q) = t.
   *
   *   dt/dκ = -(∂F/∂κ)/f = -(1/f(t)) ∫_{-1}^t (s - A_p(κ)) f(s) ds,   whose mean over t is A_p'(κ)
   *
   * 0 at ±1, positive between; NaN outside [-1, 1]. The first call makes a series, the others cost some tens of
   * nanoseconds but for t so low that cdf(t) < 1e-7.
   *
   * @see M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", NeurIPS 2018
   */
  kappaDerivative(t: number): number {
    if (this.#tails === undefined || !(Math.abs(t) <= 1)) return Number.NaN;
    this.#derivative ??= new KappaDerivative(this.#tails);
    return this.#derivative.at(t);
  }

  #cosineTail(t: number, upper: boolean): number {
    if (this.#tails === undefined || Number.isNaN(t)) return Number.NaN;
    if (!(Math.abs(t) <= 1)) return t > 0 === upper ? 0 : 1;
    return this.#tails.probability(fromCosine(t, point), upper);
  }

  #logCosineTail(t: number, upper: boolean): number {
    if (this.#tails === undefined || Number.isNaN(t)) return Number.NaN;
    if (!(Math.abs(t) <= 1)) return t > 0 === upper ? Number.NEGATIVE_INFINITY : 0;
    return this.#tails.logProbability(fromCosine(t, point), upper);
  }

  #angleTail(theta: number, upper: boolean): number {
    if (this.#tails === undefined || Number.isNaN(theta)) return Number.NaN;
    if (!(theta >= 0 && theta <= Math.PI)) return theta < 0 === upper ? 0 : 1;
    return this.#tails.probability(fromAngle(theta, point), upper);
  }

  #quantileOf(
    at: (tails: TwoTails, q: number, upper: boolean) => number,
    q: number,
    upper: boolean,
    none: number,
    all: number,
  ): number {
    if (this.#tails === undefined || !(q >= 0 && q <= 1)) return Number.NaN;
    return q === 0 ? none : q === 1 ? all : at(this.#tails, q, upper);
  }

  /** log f(±1). */
  #logDensityAtEnd({ mode, total }: TwoTails, t: number): number {
    if (this.p !== 3) return this.p > 3 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const exponent = this.kappa * (t > 0 ? mode.rest.hi : mode.rest.hi - 2);
    return exponent + Math.log(Math.sqrt(mode.inverseSquare.hi) / total);
  }
}
