import { type Measure, type MeasureOptions, measureFrom } from '../density/Measure.ts';
import { type Random, type RandomOptions, randomFrom } from '../random.ts';
import type { CsrMatrix, Rows } from '../rows.ts';
import { describe } from '../special/arrays.ts';
import { logNormalizer } from '../special/logNormalizer.ts';
import { VonMisesFisher, type VonMisesFisherJSON } from '../VonMisesFisher.ts';
import { requireInteger, requireProbability } from '../validate.ts';
import { type ComponentDistance, componentDistances } from './componentDistances.ts';
import { eachPosterior } from './eachPosterior.ts';
import { JointDensity } from './JointDensity.ts';
import { type MixtureData, mixtureData } from './MixtureData.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import { type MixtureSamples, mixtureSamples } from './mixtureSamples.ts';
import { momentMatch } from './momentMatch.ts';
import { parametersOf } from './parametersOf.ts';
import { requireComponents } from './requireComponents.ts';
import { weightScale } from './weightScale.ts';

/** A mixture as plain data, for JSON. */
export interface VonMisesFisherMixtureJSON {
  readonly type: 'VonMisesFisherMixture';
  readonly version: 1;
  readonly weights: readonly number[];
  /** The weight of the uniform distribution; null where the mixture has none. */
  readonly noise: number | null;
  readonly components: readonly VonMisesFisherJSON[];
}

export interface MixtureOptions {
  /** The weight of a uniform distribution beside the components. @default none */
  readonly noise?: number | undefined;
}

export interface RowsOptions {
  /** Take rows of any length but 0, and divide each by its own. @default false */
  readonly normalize?: boolean | undefined;
}

export interface LogPdfRowsOptions extends RowsOptions, MeasureOptions {
  /** Where to write, one number a row; what tells a flat array of rows from one direction. */
  readonly out?: Float64Array | undefined;
}

export interface ScoreOptions extends RowsOptions, MeasureOptions {
  /** How often each row counts. @default 1 for each */
  readonly sampleWeights?: ArrayLike<number> | undefined;
}

/**
 * A mixture of von Mises-Fisher distributions on the unit sphere in ℝᵖ.
 *
 *   f(x) = Σ_k α_k C_p(κ_k) exp(κ_k μ_kᵀx) + α_0 C_p(0),   Σ α = 1
 *
 * with an optional uniform part of weight α_0, the noise. Methods that take rows take a flat Float64Array or
 * Float32Array of whole rows, an array of rows or a CSR matrix, of unit length within 1e-4 unless `normalize` is
 * set, and work through them in blocks. Where there is noise, it is one more column behind the K components.
 * Immutable.
 *
 * For those who know scikit-learn: fit is fitMixture, predict is predict, predict_proba is responsibilities,
 * score_samples is logPdf and score is score.
 *
 * @see Banerjee, Dhillon, Ghosh & Sra, Clustering on the unit hypersphere using von Mises-Fisher distributions, JMLR 6 (2005)
 * @example
 * const mixture = new VonMisesFisherMixture([0.5, 0.5], [new VonMisesFisher([1, 0], 4), new VonMisesFisher([0, 1], 4)]);
 * mixture.logPdf([1, 0]);                        // -0.937847...
 * mixture.responsibilities([[1, 0], [0, 1]])[0]; // 0.982013...
 * mixture.predict([[1, 0], [0, 1]])[1];          // 1
 */
export class VonMisesFisherMixture {
  /** Dimension of the space the directions live in. */
  readonly p: number;
  readonly components: readonly VonMisesFisher[];
  /** The weight of the uniform part; undefined where there is none. */
  readonly noise: number | undefined;
  readonly #weights: Float64Array;
  readonly #parameters: MixtureParameters;
  #density: JointDensity | undefined;

  /**
   * @param weights α_k, not negative, adding up to 1 (with the noise) within 1e-9, then divided by their sum
   * @param components one or more of the same dimension
   * @param options `noise`
   * @throws TypeError or RangeError naming the weight or component that is wrong
   */
  constructor(
    weights: ArrayLike<number>,
    components: readonly VonMisesFisher[],
    options: MixtureOptions = {},
  ) {
    const caller = 'VonMisesFisherMixture';
    const { noise } = options;
    requireComponents(caller, components);
    const scale = weightScale(caller, weights, components.length, noise);
    this.p = components[0].p;
    this.components = Object.freeze([...components]);
    this.noise = noise === undefined ? undefined : noise / scale;
    this.#weights = Float64Array.from(weights, (weight) => weight / scale);
    this.#parameters = parametersOf(this);
  }

  /**
   * The mixture that toJSON wrote, to the last bit.
   * @throws TypeError or RangeError naming the member that is wrong
   */
  static fromJSON(json: unknown): VonMisesFisherMixture {
    const caller = 'VonMisesFisherMixture.fromJSON';
    if (json === null || typeof json !== 'object') {
      throw new TypeError(`${caller}: json must be an object, got ${describe(json)}`);
    }
    const { type, version, weights, noise, components } = json as Record<string, unknown>;
    if (type !== 'VonMisesFisherMixture') {
      throw new RangeError(`${caller}: type must be VonMisesFisherMixture, got ${String(type)}`);
    }
    if (version !== 1) throw new RangeError(`${caller}: version must be 1, got ${String(version)}`);
    if (!Array.isArray(components)) {
      throw new TypeError(`${caller}: components must be an array, got ${describe(components)}`);
    }
    return new VonMisesFisherMixture(
      weights as number[],
      components.map((component) => VonMisesFisher.fromJSON(component)),
      { noise: noise === null ? undefined : (noise as number | undefined) },
    );
  }

  /** Weights, components and noise as plain data: what JSON.stringify writes. */
  toJSON(): VonMisesFisherMixtureJSON {
    return {
      type: 'VonMisesFisherMixture',
      version: 1,
      weights: Array.from(this.#weights),
      noise: this.noise ?? null,
      components: this.components.map((component) => component.toJSON()),
    };
  }

  /** The weights α_k of the components, a new copy each time. */
  get weights(): Float64Array {
    return this.#weights.slice();
  }

  /**
   * The log density log f(x) of one direction, a number, or of rows, a Float64Array with one number each. A flat
   * array of more than one row needs `out`.
   *
   * @param options `measure`: 'surface' (default) or 'uniform', relative to the uniform distribution; `normalize`;
   *   `out`: a Float64Array to write to
   * @throws TypeError or RangeError naming the row that is wrong
   */
  logPdf(x: ArrayLike<number>, options?: MeasureOptions & RowsOptions): number;
  logPdf(data: Rows, options: LogPdfRowsOptions & { readonly out: Float64Array }): Float64Array;
  logPdf(data: readonly ArrayLike<number>[] | CsrMatrix, options?: LogPdfRowsOptions): Float64Array;
  logPdf(data: ArrayLike<number> | Rows, options: LogPdfRowsOptions = {}): number | Float64Array {
    const { out } = options;
    const measure = measureFrom('logPdf', options);
    if (!isRows(data, out)) {
      const [log] = this.#logs(this.#rows('logPdf', [requireDirection(data, this.p)], options), measure);
      return log;
    }
    return this.#logs(this.#rows('logPdf', data, options), measure, out);
  }

  /**
   * The responsibilities α_k f_k(x)/f(x): the probability that a row comes from each component, and from noise if
   * there is some. One row of them for each row of data; each adds up to 1.
   */
  responsibilities(data: Rows, options: RowsOptions = {}): Float64Array {
    const rows = this.#rows('responsibilities', data, options);
    const { columns } = this.#joint;
    const out = new Float64Array(rows.n * columns);
    this.#eachPosterior(rows, (first, _, shares) => out.set(shares, first * columns));
    return out;
  }

  /** The most probable component of each row, the first of equal ones; K, their number, stands for noise. */
  predict(data: Rows, options: RowsOptions = {}): Int32Array {
    const rows = this.#rows('predict', data, options);
    const { columns } = this.#joint;
    const out = new Int32Array(rows.n);
    this.#eachPosterior(rows, (first, logs, shares) => {
      for (let i = 0; i < logs.length; i++) {
        let best = i * columns;
        for (let at = best; at < (i + 1) * columns; at++) if (shares[at] > shares[best]) best = at;
        out[first + i] = best - i * columns;
      }
    });
    return out;
  }

  /** The mean log density of rows, Σ w_i log f(x_i)/Σ w_i; of each row, see logPdf. */
  score(data: Rows, options: ScoreOptions = {}): number {
    const measure = measureFrom('score', options);
    const rows = this.#rows('score', data, options, options.sampleWeights);
    const logs = this.#logs(rows, measure);
    const { weights } = rows;
    const sum = logs.reduce((total, log, i) => {
      const weight = weights === undefined ? 1 : weights[i];
      return weight === 0 ? total : total + weight * log;
    }, 0);
    return sum / rows.total;
  }

  /**
   * A random direction.
   * @param random a source of uniform numbers in [0, 1); one that no seed determines by default
   */
  sample(random?: Random): Float64Array {
    return this.#draw('sample', 1, { random }).samples;
  }

  /**
   * `n` random directions, n·p values row by row. With a seed the bits are the same on every engine and machine.
   * @throws TypeError or RangeError for an n that is not an integer of 0 or more, or both a seed and a source
   */
  samples(n: number, options: RandomOptions = {}): Float64Array {
    requireInteger('samples', 'n', n, 0);
    return this.#draw('samples', n, options).samples;
  }

  /** The rows of samples(n, options), and the component that each was drawn from. */
  samplesWithComponents(n: number, options: RandomOptions = {}): MixtureSamples {
    requireInteger('samplesWithComponents', 'n', n, 0);
    return this.#draw('samplesWithComponents', n, options);
  }

  /**
   * Distances between all components, K x K row by row.
   * @param kind 'hellinger' (default), 'bhattacharyya', 'kl' or 'angle'
   */
  distances(kind: ComponentDistance = 'hellinger'): Float64Array {
    return componentDistances('distances', this.components, kind);
  }

  /**
   * The mixture without components of less than `minWeight`; what is left keeps its proportions, noise included.
   * @throws RangeError if none is left
   */
  prune(minWeight: number): VonMisesFisherMixture {
    requireProbability('prune', 'minWeight', minWeight);
    const kept = this.components.map((_, k) => k).filter((k) => this.#weights[k] >= minWeight);
    if (kept.length === 0) {
      throw new RangeError(`prune: minWeight must leave a component, got ${minWeight}`);
    }
    const total = kept.reduce((sum, k) => sum + this.#weights[k], this.noise ?? 0);
    return new VonMisesFisherMixture(
      kept.map((k) => this.#weights[k] / total),
      kept.map((k) => this.components[k]),
      { noise: this.noise === undefined ? undefined : this.noise / total },
    );
  }

  /**
   * The mixture with components a and b replaced, in the place of the former, by the von Mises-Fisher
   * distribution that has their mean: the nearest in Kullback-Leibler divergence.
   * @throws RangeError unless a and b are two different components
   */
  merge(a: number, b: number): VonMisesFisherMixture {
    for (const [name, index] of Object.entries({ a, b })) {
      requireInteger('merge', name, index, 0);
      if (index >= this.components.length) {
        throw new RangeError(`merge: ${name} must be below ${this.components.length}, got ${index}`);
      }
    }
    if (a === b) throw new RangeError(`merge: a and b must differ, got ${a} twice`);
    const merged = momentMatch(this.#weights[a], this.components[a], this.#weights[b], this.components[b]);
    const [first, second] = [Math.min(a, b), Math.max(a, b)];
    const weights = Array.from(this.#weights);
    const components = [...this.components];
    weights[first] += weights[second];
    components[first] = merged;
    weights.splice(second, 1);
    components.splice(second, 1);
    return new VonMisesFisherMixture(weights, components, { noise: this.noise });
  }

  get #joint(): JointDensity {
    this.#density ??= new JointDensity(this.#parameters);
    return this.#density;
  }

  #rows(caller: string, data: Rows, { normalize }: RowsOptions, weights?: ArrayLike<number>): MixtureData {
    return mixtureData(caller, data, { dimension: this.p, normalize }, weights);
  }

  #eachPosterior(
    rows: MixtureData,
    visit: (first: number, logs: Float64Array, shares: Float64Array) => void,
  ): void {
    eachPosterior(this.#joint, this.#joint.pass(rows), rows, visit);
  }

  #logs(rows: MixtureData, measure: Measure, out: Float64Array = new Float64Array(rows.n)): Float64Array {
    if (!(out instanceof Float64Array)) {
      throw new TypeError(`logPdf: out must be a Float64Array, got ${describe(out)}`);
    }
    if (out.length !== rows.n) {
      throw new RangeError(`logPdf: out must have length ${rows.n}, one for each row, got ${out.length}`);
    }
    const origin = measure === 'uniform' ? logNormalizer(this.p, 0) : 0;
    this.#eachPosterior(rows, (first, logs) => {
      for (let i = 0; i < logs.length; i++) out[first + i] = logs[i] - origin;
    });
    return out;
  }

  #draw(caller: string, n: number, options: RandomOptions): MixtureSamples {
    const random = randomFrom(caller, options);
    const { noise } = this;
    if (noise === undefined) return mixtureSamples(this.components, this.#weights, n, random);
    const laws = [...this.components, VonMisesFisher.uniform(this.p)];
    return mixtureSamples(laws, Float64Array.of(...this.#weights, noise), n, random);
  }
}

const isRows = (data: ArrayLike<number> | Rows, out: Float64Array | undefined): data is Rows =>
  out !== undefined ||
  (data !== null &&
    typeof data === 'object' &&
    ('indptr' in data || (Array.isArray(data) && typeof data[0] === 'object')));

function requireDirection(x: ArrayLike<number>, p: number): ArrayLike<number> {
  if (x === null || typeof x !== 'object') {
    throw new TypeError(`logPdf: x must be an array of numbers, got ${describe(x)}`);
  }
  if (x.length !== p) {
    const rows = x.length > 0 && x.length % p === 0 ? '; rows in one flat array need out' : '';
    throw new RangeError(`logPdf: x must have length ${p}, got ${x.length}${rows}`);
  }
  return x;
}
