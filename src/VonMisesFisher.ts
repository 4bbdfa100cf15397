import { CosineLaw } from './cosine/CosineLaw.ts';
import { type CovarianceEigenvalues, covarianceEigenvalues } from './density/covarianceEigenvalues.ts';
import { covarianceMatrix } from './density/covarianceMatrix.ts';
import {
  type DensityParameters,
  type DensityRowsOptions,
  type Directions,
  logDensity,
} from './density/logDensity.ts';
import { type Measure, type MeasureOptions, measureFrom } from './density/Measure.ts';
import { peakLogDensity } from './density/peakLogDensity.ts';
import { ScaledSum } from './direction/ScaledSum.ts';
import { type Separation, separation } from './direction/separation.ts';
import { unitVector } from './direction/unitVector.ts';
import { bhattacharyyaDistance } from './divergence/bhattacharyyaDistance.ts';
import { crossEntropy } from './divergence/crossEntropy.ts';
import { entropy } from './divergence/entropy.ts';
import { klDivergence } from './divergence/klDivergence.ts';
import { type Random, type RandomOptions, randomFrom } from './random.ts';
import { resultantOf } from './resultant/resultantOf.ts';
import type { CsrMatrix, Rows } from './rows.ts';
import { sampleRows } from './sampling/sampleRows.ts';
import { type GradientRows, sampleRowsWithGradient } from './sampling/sampleRowsWithGradient.ts';
import { describe } from './special/arrays.ts';
import { meanResultantLength } from './special/meanResultantLength.ts';
import { requireConcentration, requireInteger } from './validate.ts';

/** A distribution as plain data, for JSON. */
export interface VonMisesFisherJSON {
  readonly type: 'VonMisesFisher';
  readonly version: 1;
  readonly mu: readonly number[];
  readonly kappa: number;
}

export interface SamplesOptions<T extends Float64Array | Float32Array> extends RandomOptions {
  /** Where to write, of length n·p. @default a new Float64Array */
  readonly out?: T | undefined;
}

export interface ConjugateUpdateOptions {
  /** How often each observation counts: finite and not negative. @default 1 for each */
  readonly weights?: ArrayLike<number> | undefined;
}

/**
 * The von Mises-Fisher distribution on the unit sphere in ℝᵖ.
 *
 *   f(x) = C_p(κ) exp(κ μᵀx),   |x| = |μ| = 1, κ >= 0
 *
 * with mean direction μ and concentration κ: the directional counterpart of the isotropic normal distribution.
 * Any p >= 2 and 0 <= κ <= 1.797e308; κ = 0 is the uniform distribution, for which μ has no meaning. Densities
 * and entropies are in nats with respect to surface measure, or on request to the uniform measure. Immutable.
 *
 * @see Mardia & Jupp, Directional Statistics (2000), section 9.3.2
 * @example
 * const d = new VonMisesFisher([0, 0, 1], 10);
 * d.logPdf([0, 0.6, 0.8]);   // -1.53529...
 * d.meanResultantLength;     // 0.900000...
 * d.entropy();               // 0.535291...
 * d.cosineCdf(0.9);          // 0.367879...
 */
export class VonMisesFisher {
  /** Dimension of the space the directions live in. */
  readonly p: number;
  /** Concentration κ. */
  readonly kappa: number;
  readonly #mu: Float64Array;
  readonly #density: DensityParameters;
  readonly #peaks: Partial<Record<Measure, number>> = {};
  #law: CosineLaw | undefined;

  /**
   * @param mu mean direction, of unit length within 1e-4; a copy is kept, divided by its length
   * @param kappa concentration, 0 <= κ <= 1.797e308
   * @throws TypeError if `mu` is not an array of numbers or `kappa` not a number; RangeError if `mu` has fewer
   *   than 2 values, one that is not finite or another length, or `kappa` is negative or not finite
   */
  constructor(mu: ArrayLike<number>, kappa: number) {
    requireConcentration('VonMisesFisher', 'kappa', kappa);
    this.#mu = unitVector('VonMisesFisher', 'mu', mu);
    this.p = this.#mu.length;
    this.kappa = kappa;
    this.#density = { mu: this.#mu, kappa, peak: (measure) => this.#peak(measure) };
  }

  /** The uniform distribution in p dimensions: κ = 0, μ the first axis for want of a better one. */
  static uniform(p: number): VonMisesFisher {
    requireInteger('VonMisesFisher.uniform', 'p', p, 2);
    return new VonMisesFisher(new Float64Array(p).fill(1, 0, 1), 0);
  }

  /**
   * The distribution that toJSON wrote, to the last bit.
   * @throws TypeError or RangeError naming the member that is wrong
   */
  static fromJSON(json: unknown): VonMisesFisher {
    const caller = 'VonMisesFisher.fromJSON';
    if (json === null || typeof json !== 'object') {
      throw new TypeError(`${caller}: json must be an object, got ${describe(json)}`);
    }
    const { type, version, mu, kappa } = json as Record<string, unknown>;
    if (type !== 'VonMisesFisher') {
      throw new RangeError(`${caller}: type must be VonMisesFisher, got ${String(type)}`);
    }
    if (version !== 1) throw new RangeError(`${caller}: version must be 1, got ${String(version)}`);
    requireConcentration(caller, 'kappa', kappa);
    return new VonMisesFisher(unitVector(caller, 'mu', mu as ArrayLike<number>), kappa as number);
  }

  /** μ and κ as plain data, { type, version, mu, kappa }: what JSON.stringify writes. */
  toJSON(): VonMisesFisherJSON {
    return { type: 'VonMisesFisher', version: 1, mu: Array.from(this.#mu), kappa: this.kappa };
  }

  /** The mean direction μ, a new copy each time. */
  get mu(): Float64Array {
    return this.#mu.slice();
  }

  /** A_p(κ) = |E x|. */
  get meanResultantLength(): number {
    return meanResultantLength(this.p, this.kappa);
  }

  /**
   * The log density log C_p(κ) + κ μᵀx.
   *
   * One direction of length p gives a number. Rows give a Float64Array with one number each: an array of rows, a
   * sparse matrix, or a flat Float64Array or Float32Array of n·p values together with `out`. Vectors must be of
   * unit length within 1e-4 and count as their direction, so that single precision does no harm.
   *
   * @param x one direction, or rows of them
   * @param options `measure`: 'surface' (default) or 'uniform', the density relative to the uniform
   *   distribution; `out`: a Float64Array to write to, one number a row
   * @returns computed as log(C_p(κ) e^κ) - κ (1 - μᵀx), neither part of which cancels: off by at most 1e-15 of the
   *   larger part or of 1, 4e-15 for rows in thousands of dimensions (test/VonMisesFisher/density.test.ts)
   * @throws TypeError or RangeError naming the row that is not of unit length or not finite, for a wrong number
   *   of columns, or an `out` of another length than there are rows
   * @example
   * const d = new VonMisesFisher([0, 0, 1], 1e15);
   * d.logPdf([0, 0, 1]);                           // 32.70089932850134
   * d.logPdf([0, 1e-8, 1]);                        // 32.6508...
   * d.logPdf([[0, 0, 1], [0, 0, -1]])[1];          // -1999999999999967.2
   * d.logPdf([0, 0, 1], { measure: 'uniform' });   // 35.2319...
   */
  logPdf(x: ArrayLike<number>, options?: MeasureOptions): number;
  logPdf(data: Rows, options: DensityRowsOptions & { readonly out: Float64Array }): Float64Array;
  logPdf(data: readonly ArrayLike<number>[] | CsrMatrix, options?: DensityRowsOptions): Float64Array;
  logPdf(data: Directions, options?: DensityRowsOptions): number | Float64Array {
    return logDensity('logPdf', this.#density, data, options);
  }

  /** The density C_p(κ) exp(κ μᵀx), as logPdf; over- and underflows where that is beyond ±700. */
  pdf(x: ArrayLike<number>, options?: MeasureOptions): number;
  pdf(data: Rows, options: DensityRowsOptions & { readonly out: Float64Array }): Float64Array;
  pdf(data: readonly ArrayLike<number>[] | CsrMatrix, options?: DensityRowsOptions): Float64Array;
  pdf(data: Directions, options?: DensityRowsOptions): number | Float64Array {
    const log = logDensity('pdf', this.#density, data, options);
    if (typeof log === 'number') return Math.exp(log);
    for (let i = 0; i < log.length; i++) log[i] = Math.exp(log[i]);
    return log;
  }

  /** The mean E x = A_p(κ) μ, inside the sphere. */
  mean(): Float64Array {
    const length = this.meanResultantLength;
    return this.#mu.map((value) => length * value);
  }

  /** The mean direction E x/|E x| = μ; without meaning at κ = 0, where it is the μ that was given. */
  meanDirection(): Float64Array {
    return this.mu;
  }

  /** The direction of highest density, μ; at κ = 0 every direction is one. */
  mode(): Float64Array {
    return this.mu;
  }

  /**
   * The eigenvalues of the covariance matrix: `parallel` = A_p'(κ), once, with eigenvector μ, and
   * `perpendicular` = A_p(κ)/κ, p - 1 times. Both 1/p at κ = 0.
   * @example
   * new VonMisesFisher([0, 0, 1], 10).covarianceEigenvalues().parallel; // 0.00999999...
   */
  covarianceEigenvalues(): CovarianceEigenvalues {
    return covarianceEigenvalues(this.p, this.kappa);
  }

  /** The covariance matrix E (x - E x)(x - E x)ᵀ, p·p values row by row. */
  covariance(): Float64Array {
    return covarianceMatrix(this.#mu, this.covarianceEigenvalues());
  }

  /** The differential entropy -E log f(x). With the measure 'uniform' it is minus klDivergenceFromUniform. */
  entropy(options?: MeasureOptions): number {
    const measure = measureFrom('entropy', options);
    return measure === 'surface' ? entropy(this.p, this.kappa) : 0 - this.klDivergenceFromUniform();
  }

  /** The cross-entropy -E log g(x), x from this distribution and g the density of the other. */
  crossEntropy(other: VonMisesFisher, options?: MeasureOptions): number {
    const measure = measureFrom('crossEntropy', options);
    const { versine } = this.#separation('crossEntropy', other);
    if (measure === 'uniform') return this.klDivergence(other) - this.klDivergenceFromUniform();
    return crossEntropy(this.p, this.kappa, other.kappa, versine);
  }

  /**
   * The Kullback-Leibler divergence KL(this ‖ other) = E log(f(x)/g(x)), x from this distribution; relatively
   * accurate however close the two are.
   * @example
   * const d = new VonMisesFisher([1, 0, 0], 50);
   * d.klDivergence(new VonMisesFisher([1, 1e-9, 0], 50)); // 2.45e-17
   */
  klDivergence(other: VonMisesFisher): number {
    const { versine } = this.#separation('klDivergence', other);
    return klDivergence(this.p, this.kappa, other.kappa, versine);
  }

  /** KL(this ‖ uniform), what the distribution knows in nats; 0 at κ = 0. */
  klDivergenceFromUniform(): number {
    return klDivergence(this.p, this.kappa, 0, 0);
  }

  /** The Bhattacharyya coefficient ∫ √(f g), from 0 for disjoint to 1 for equal distributions. */
  bhattacharyyaCoefficient(other: VonMisesFisher): number {
    return Math.exp(-this.#distance('bhattacharyyaCoefficient', other));
  }

  /** The Bhattacharyya distance -log ∫ √(f g): relatively accurate near 0, finite where the coefficient is 0. */
  bhattacharyyaDistance(other: VonMisesFisher): number {
    return this.#distance('bhattacharyyaDistance', other);
  }

  /**
   * The Hellinger distance √(½ ∫ (√f - √g)²) = √(1 - ∫ √(f g)), a metric in [0, 1].
   * @example
   * new VonMisesFisher([1, 0], 4).hellinger(new VonMisesFisher([0, 1], 4)); // 0.789778...
   */
  hellinger(other: VonMisesFisher): number {
    return Math.sqrt(-Math.expm1(-this.#distance('hellinger', other)));
  }

  /**
   * The distribution whose density is proportional to the product of both densities: natural parameters κμ add.
   * Where they cancel it is uniform, with the μ of this one.
   * @throws RangeError if its concentration exceeds 1.797e308
   * @example
   * new VonMisesFisher([1, 0], 3).product(new VonMisesFisher([0, 1], 4)).kappa; // 5
   */
  product(other: VonMisesFisher): VonMisesFisher {
    this.#requireAlike('product', other);
    if (this.kappa === 0) return other;
    if (other.kappa === 0) return this;
    const sum = new ScaledSum(this.p, Math.max(this.kappa, other.kappa));
    sum.add(this.kappa, this.#mu);
    sum.add(other.kappa, other.#mu);
    return this.#fromNaturalParameter('product', sum);
  }

  /**
   * The posterior of a mean direction m with this distribution as its prior, after observations x of
   * von Mises-Fisher distributions with mean direction m and known concentration `kappa`.
   *
   *   κ'μ' = κμ + kappa Σ wᵢ xᵢ
   *
   * @param data observations: rows of unit length, p columns each
   * @param kappa their concentration
   * @throws TypeError or RangeError naming the row, weight or argument that is wrong; RangeError if the
   *   posterior concentration exceeds 1.797e308
   * @see Mardia & El-Atoum, Bayesian inference for the von Mises-Fisher distribution, Biometrika 63 (1976)
   * @example
   * const prior = new VonMisesFisher([1, 0], 1);
   * prior.conjugateUpdate([[0, 1], [0, 1]], 2).kappa; // 4.123105625617661
   */
  conjugateUpdate(data: Rows, kappa: number, options: ConjugateUpdateOptions = {}): VonMisesFisher {
    requireConcentration('conjugateUpdate', 'kappa', kappa);
    const { weights } = options;
    const { high, low } = resultantOf('conjugateUpdate', data, this.p, weights ? { weights } : {});
    const bound = high.reduce((most, value) => Math.max(most, kappa * Math.abs(value)), this.kappa);
    if (!(bound > 0)) return this;
    const sum = new ScaledSum(this.p, Math.min(bound, Number.MAX_VALUE));
    sum.add(this.kappa, this.#mu);
    sum.add(kappa, high);
    sum.add(kappa, low);
    return this.#fromNaturalParameter('conjugateUpdate', sum);
  }

  /** The density of the cosine t = μᵀx: 0 outside [-1, 1]. Its law for every p is CosineLaw's; see there. */
  cosinePdf(t: number): number {
    return this.#cosineLaw.pdf(t);
  }

  /** log cosinePdf(t), finite where the density underflows. */
  cosineLogPdf(t: number): number {
    return this.#cosineLaw.logPdf(t);
  }

  /** P(μᵀx <= t). */
  cosineCdf(t: number): number {
    return this.#cosineLaw.cdf(t);
  }

  /** P(μᵀx > t), without the cancellation of 1 - cosineCdf(t). */
  cosineSurvival(t: number): number {
    return this.#cosineLaw.survival(t);
  }

  /** log P(μᵀx <= t), finite where the probability underflows. */
  cosineLogCdf(t: number): number {
    return this.#cosineLaw.logCdf(t);
  }

  /** log P(μᵀx > t), likewise. */
  cosineLogSurvival(t: number): number {
    return this.#cosineLaw.logSurvival(t);
  }

  /** The t with cosineCdf(t) = q; NaN outside 0 <= q <= 1. */
  cosineQuantile(q: number): number {
    return this.#cosineLaw.quantile(q);
  }

  /** The t with cosineSurvival(t) = q. */
  cosineSurvivalQuantile(q: number): number {
    return this.#cosineLaw.survivalQuantile(q);
  }

  /** The density of the angle θ = arccos μᵀx in radians: 0 outside [0, π]. */
  anglePdf(theta: number): number {
    return this.#cosineLaw.anglePdf(theta);
  }

  /** P(angle <= θ): the probability of the cap of that half-angle around μ. */
  angleCdf(theta: number): number {
    return this.#cosineLaw.angleCdf(theta);
  }

  /** P(angle > θ), without the cancellation of 1 - angleCdf(θ). */
  angleSurvival(theta: number): number {
    return this.#cosineLaw.angleSurvival(theta);
  }

  /**
   * The θ with angleCdf(θ) = q: the half-angle of the cap around μ that holds a share q. NaN outside 0 <= q <= 1.
   * @example
   * new VonMisesFisher([0, 0, 1], 100).angleQuantile(0.95); // 0.245389...
   */
  angleQuantile(q: number): number {
    return this.#cosineLaw.angleQuantile(q);
  }

  /** The θ with angleSurvival(θ) = q. */
  angleSurvivalQuantile(q: number): number {
    return this.#cosineLaw.angleSurvivalQuantile(q);
  }

  /**
   * A random direction from this distribution, in O(p).
   * @param random a source of uniform numbers in [0, 1); one that no seed determines by default
   */
  sample(random?: Random): Float64Array {
    return sampleRows(this.#mu, this.kappa, 1, randomFrom('sample', { random }), new Float64Array(this.p));
  }

  /**
   * `n` random directions, n·p values row by row.
   *
   * @param options `seed` or `random` as the source: with a seed the bits are those of n calls
   *   sample(seededRandom(seed)) on one generator, the same on every engine and machine; `out`: a Float64Array
   *   or Float32Array to write to
   * @throws TypeError or RangeError for an n that is not an integer of 0 or more, both a seed and a source, or
   *   an `out` that does not hold n·p values
   * @example
   * new VonMisesFisher([0, 0, 1], 10).samples(1000, { seed: 1 }).length; // 3000
   */
  samples(n: number): Float64Array;
  samples<T extends Float64Array | Float32Array = Float64Array>(n: number, options: SamplesOptions<T>): T;
  samples(n: number, options: SamplesOptions<Float64Array | Float32Array> = {}): Float64Array | Float32Array {
    requireInteger('samples', 'n', n, 0);
    const { out = new Float64Array(n * this.p) } = options;
    return sampleRows(this.#mu, this.kappa, n, randomFrom('samples', options), out);
  }

  /**
   * A reparameterised draw: sample(random) as `samples`, and its derivative ∂x/∂κ as `gradients`, by which
   * d/dκ E h(x) = E ∇h(x)·∂x/∂κ without bias.
   */
  sampleWithGradient(random?: Random): GradientRows {
    return this.samplesWithGradient(1, { random });
  }

  /** `n` reparameterised draws: those of samples(n, options), and ∂x/∂κ of each, both n·p values row by row. */
  samplesWithGradient(n: number, options: RandomOptions = {}): GradientRows {
    requireInteger('samplesWithGradient', 'n', n, 0);
    const random = randomFrom('samplesWithGradient', options);
    return sampleRowsWithGradient(this.#mu, this.kappa, n, random, this.#cosineLaw);
  }

  #peak(measure: Measure): number {
    this.#peaks[measure] ??= peakLogDensity(this.p, this.kappa, measure);
    return this.#peaks[measure];
  }

  get #cosineLaw(): CosineLaw {
    this.#law ??= new CosineLaw(this.p, this.kappa);
    return this.#law;
  }

  #requireAlike(caller: string, other: VonMisesFisher): void {
    if (!(other instanceof VonMisesFisher)) {
      throw new TypeError(`${caller}: other must be a VonMisesFisher, got ${describe(other)}`);
    }
    if (other.p !== this.p) {
      throw new RangeError(`${caller}: other must have dimension ${this.p}, got ${other.p}`);
    }
  }

  #separation(caller: string, other: VonMisesFisher): Separation {
    this.#requireAlike(caller, other);
    return separation(this.#mu, other.#mu);
  }

  #distance(caller: string, other: VonMisesFisher): number {
    const { versine, vercosine } = this.#separation(caller, other);
    return bhattacharyyaDistance(this.p, this.kappa, other.kappa, versine, vercosine);
  }

  #fromNaturalParameter(caller: string, sum: ScaledSum): VonMisesFisher {
    const { length, direction } = sum.polar();
    if (!(length <= Number.MAX_VALUE)) {
      throw new RangeError(`${caller}: the concentration of the result must be finite, got ${length}`);
    }
    return new VonMisesFisher(direction ?? this.#mu, length);
  }
}
