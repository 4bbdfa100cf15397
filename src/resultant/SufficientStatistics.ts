import type { Rows } from '../rows.ts';
import { describe } from '../special/arrays.ts';
import { dd } from '../special/doubleDouble.ts';
import { requireInteger, requireOneOf } from '../validate.ts';
import { mergeResultants } from './mergeResultants.ts';
import { emptyResultant, type Resultant } from './Resultant.ts';
import { type RowOptions, resultantOf } from './resultantOf.ts';
import { type Summary, summaryOf } from './Summary.ts';

/** Every number as it is held, pairs as [high, low], so that reading it back changes nothing. */
export interface SufficientStatisticsJSON {
  readonly type: 'SufficientStatistics';
  readonly version: 1;
  readonly p: number;
  readonly n: number;
  readonly weight: readonly [number, number];
  /** W - |S| */
  readonly complement: readonly [number, number];
  readonly resultant: readonly number[];
  readonly resultantLow: readonly number[];
}

/** A list of `length` finite numbers. */
function numbers(caller: string, name: string, value: unknown, length: number): readonly number[] {
  if (!Array.isArray(value) || value.length !== length || !value.every(Number.isFinite)) {
    const got = Array.isArray(value)
      ? `[${value.slice(0, 3).join(', ')}] of length ${value.length}`
      : describe(value);
    throw new TypeError(`${caller}: ${name} must be ${length} finite numbers, got ${got}`);
  }
  return value;
}

/**
 * The sufficient statistics of the von Mises-Fisher distribution, gathered piece by piece.
 *
 *   W = Σ wᵢ,   S = Σ wᵢ xᵢ/|xᵢ|,   1 - R̄ = 1 - |S|/W
 *
 * For data that do not fit in memory or arrive in several places: add rows to one, or to several that are
 * merged, then `fit` it. Sums are held in two doubles each, so that neither the size of the pieces nor their
 * order matters: S from Float64 rows is the same to its last bit, from Float32 rows to 2^-47 of its terms. 1 - R̄
 * keeps its relative accuracy for rows that lie close together: a typical angle θ between them costs about
 * 1e-16/θ of it.
 *
 * @example
 * const here = new SufficientStatistics(3).add([[1, 0, 0], [0.8, 0.6, 0]]);
 * const there = new SufficientStatistics(3).add([[0.6, 0, 0.8]]);
 * here.rBar;                                 // 0.9486832980505...
 * fit(here.merge(there)).distribution.kappa; // 7.49996...
 */
export class SufficientStatistics implements Summary {
  #sums: Resultant;
  #summary: Summary | undefined;

  /**
   * @param p dimension of the space the directions live in
   * @throws RangeError if p is not an integer of 2 or more
   */
  constructor(p: number) {
    requireInteger('SufficientStatistics', 'p', p, 2);
    this.#sums = emptyResultant(p);
  }

  /** Dimension. */
  get p(): number {
    return this.#sums.high.length;
  }

  /** Number of rows, those of weight 0 included. */
  get n(): number {
    return this.#sums.n;
  }

  /** W = Σ wᵢ. */
  get weight(): number {
    return this.#sums.weight.hi;
  }

  /** S = Σ wᵢ xᵢ/|xᵢ|, a copy. */
  get resultant(): Float64Array {
    return this.#sums.high.slice();
  }

  /** Mean resultant length R̄ = |S|/W; NaN without any weight. */
  get rBar(): number {
    return this.#summarized().rBar;
  }

  /** 1 - R̄; exactly 0 where the rows differ by no more than their rounding, NaN without any weight. */
  get oneMinusRBar(): number {
    return this.#summarized().oneMinusRBar;
  }

  /** S/|S|, the maximum-likelihood mean direction, a copy; NaN where S is zero. */
  get meanDirection(): Float64Array {
    return this.#summarized().meanDirection.slice();
  }

  #summarized(): Summary {
    this.#summary ??= summaryOf(this.#sums);
    return this.#summary;
  }

  /**
   * Takes rows in: all of them, or none if one is refused.
   *
   * @param rows a flat Float64Array or Float32Array of whole rows, an array of rows, or a CSR matrix
   * @param options `weights`, `normalize`
   * @returns itself
   * @throws TypeError or RangeError as `fit` does; a row is named by its place among these
   */
  add(rows: Rows, options: RowOptions = {}): this {
    mergeResultants(this.#sums, resultantOf('SufficientStatistics.add', rows, this.p, options));
    this.#summary = undefined;
    return this;
  }

  /**
   * Takes in what another one has gathered; that one stays as it is.
   *
   * @returns itself
   * @throws TypeError if `other` is not a SufficientStatistics, RangeError if it is of another dimension
   */
  merge(other: SufficientStatistics): this {
    if (!(other instanceof SufficientStatistics)) {
      throw new TypeError(
        `SufficientStatistics.merge: other must be a SufficientStatistics, got ${describe(other)}`,
      );
    }
    if (other.p !== this.p) {
      throw new RangeError(`SufficientStatistics.merge: other must have p = ${this.p}, got ${other.p}`);
    }
    mergeResultants(this.#sums, other.#sums);
    this.#summary = undefined;
    return this;
  }

  /** What fromJSON reads back to the last bit. */
  toJSON(): SufficientStatisticsJSON {
    const { n, weight, complement, high, low } = this.#sums;
    return {
      type: 'SufficientStatistics',
      version: 1,
      p: this.p,
      n,
      weight: [weight.hi, weight.lo],
      complement: [complement.hi, complement.lo],
      resultant: Array.from(high),
      resultantLow: Array.from(low),
    };
  }

  /**
   * The statistics that toJSON wrote, to the last bit.
   * @throws TypeError or RangeError naming the member that is wrong
   */
  static fromJSON(json: unknown): SufficientStatistics {
    const caller = 'SufficientStatistics.fromJSON';
    if (json === null || typeof json !== 'object') {
      throw new TypeError(`${caller}: json must be an object, got ${describe(json)}`);
    }
    const { type, version, p, n, weight, complement, resultant, resultantLow } = json as Record<
      string,
      unknown
    >;
    requireOneOf(caller, 'type', type, ['SufficientStatistics']);
    if (version !== 1) throw new RangeError(`${caller}: version must be 1, got ${String(version)}`);
    requireInteger(caller, 'p', p, 2);
    requireInteger(caller, 'n', n, 0);
    const result = new SufficientStatistics(p as number);
    result.#sums = {
      n: n as number,
      weight: dd(...(numbers(caller, 'weight', weight, 2) as [number, number])),
      complement: dd(...(numbers(caller, 'complement', complement, 2) as [number, number])),
      high: Float64Array.from(numbers(caller, 'resultant', resultant, p as number)),
      low: Float64Array.from(numbers(caller, 'resultantLow', resultantLow, p as number)),
    };
    return result;
  }
}
