import { Decimal } from 'decimal.js';

/** The set of real numbers x with lower ≤ x ≤ upper. */
export interface Interval {
  readonly lower: Decimal;
  readonly upper: Decimal;
}

const KEPT_PRECISIONS = 64;
const kept = new Map<number, IntervalArithmetic>();

/**
 * Interval arithmetic with outward rounding to a fixed number of significant decimal digits.
 *
 * Guarantee: for all x in X and y in Y the exact value of x ∘ y lies in the returned interval.
 * Lower ends are computed by a decimal.js constructor that rounds towards -∞, upper ends by one that
 * rounds towards +∞, each of which decides alone how an operation on its instances is rounded.
 *
 * Of decimal.js this relies on nothing but plus, minus, times and div, which work on the full
 * digit strings (schoolbook, with a sticky remainder) and are correctly rounded in every mode. Its
 * ln and exp, and the last step of its sqrt, decide the rounding by looking at four guard digits and
 * are therefore not relied on: the square root is checked by squaring it, the logarithm is ours.
 */
export class IntervalArithmetic {
  /** Significant decimal digits of every end point. */
  readonly precision: number;
  readonly #floor: typeof Decimal;
  readonly #ceil: typeof Decimal;

  constructor(precision: number) {
    this.precision = precision;
    this.#floor = Decimal.clone({ defaults: true, precision, rounding: Decimal.ROUND_FLOOR });
    this.#ceil = Decimal.clone({ defaults: true, precision, rounding: Decimal.ROUND_CEIL });
  }

  /** The arithmetic of at least `precision` digits; the same object for the same number of digits. */
  static at(precision: number): IntervalArithmetic {
    const digits = Math.ceil(precision / 8) * 8;
    let arithmetic = kept.get(digits);
    if (arithmetic === undefined) {
      if (kept.size >= KEPT_PRECISIONS) kept.clear();
      arithmetic = new IntervalArithmetic(digits);
      kept.set(digits, arithmetic);
    }
    return arithmetic;
  }

  /** The narrowest interval of this precision around an exact value; a point where the digits suffice. */
  of(value: Decimal | number | bigint): Interval {
    const exact = typeof value === 'bigint' ? value.toString() : value;
    return {
      lower: new this.#floor(exact).toSignificantDigits(this.precision, Decimal.ROUND_FLOOR),
      upper: new this.#ceil(exact).toSignificantDigits(this.precision, Decimal.ROUND_CEIL),
    };
  }

  add(x: Interval, y: Interval): Interval {
    return { lower: x.lower.plus(y.lower), upper: x.upper.plus(y.upper) };
  }

  subtract(x: Interval, y: Interval): Interval {
    return { lower: x.lower.minus(y.upper), upper: x.upper.minus(y.lower) };
  }

  multiply(x: Interval, y: Interval): Interval {
    if (!x.lower.isNegative() && !y.lower.isNegative())
      return { lower: x.lower.times(y.lower), upper: x.upper.times(y.upper) };
    return this.#hull(x, y, (rounded, a, b) => rounded.mul(a, b));
  }

  /** x / y; y must not contain 0. */
  divide(x: Interval, y: Interval): Interval {
    if (!x.lower.isNegative() && y.lower.gt(0))
      return { lower: x.lower.div(y.upper), upper: x.upper.div(y.lower) };
    if (y.lower.lte(0) && y.upper.gte(0))
      throw new RangeError('IntervalArithmetic.divide: the divisor must not contain 0');
    return this.#hull(x, y, (rounded, a, b) => rounded.div(a, b));
  }

  /** √x for x ≥ 0. */
  squareRoot(x: Interval): Interval {
    let lower = x.lower.sqrt();
    while (this.#ceil.mul(lower, lower).gt(x.lower)) lower = this.#beside(lower, -1);
    let upper = x.upper.sqrt();
    while (this.#floor.mul(upper, upper).lt(x.upper)) upper = this.#beside(upper, 1);
    return { lower, upper };
  }

  /** x multiplied by the power 10^exponent, exactly. */
  shift(x: Interval, exponent: number): Interval {
    const power = `1e${exponent}`;
    return { lower: x.lower.times(power), upper: x.upper.times(power) };
  }

  /** The interval [x.lower, x.upper + amount.upper], for a sum whose positive rest is at most `amount`. */
  raiseUpper(x: Interval, amount: Interval): Interval {
    return { lower: x.lower, upper: x.upper.plus(amount.upper) };
  }

  /** The interval [x.lower - amount.upper, x.upper + amount.upper]. */
  widen(x: Interval, amount: Interval): Interval {
    return { lower: x.lower.minus(amount.upper), upper: x.upper.plus(amount.upper) };
  }

  /** Bilinear operations and quotients by an interval without 0 attain their extremes at the corners. */
  #hull(
    x: Interval,
    y: Interval,
    operation: (rounded: typeof Decimal, a: Decimal, b: Decimal) => Decimal,
  ): Interval {
    const corners: [Decimal, Decimal][] = [
      [x.lower, y.lower],
      [x.lower, y.upper],
      [x.upper, y.lower],
      [x.upper, y.upper],
    ];
    return {
      lower: this.#floor.min(...corners.map(([a, b]) => operation(this.#floor, a, b))),
      upper: this.#ceil.max(...corners.map(([a, b]) => operation(this.#ceil, a, b))),
    };
  }

  #beside(x: Decimal, steps: number): Decimal {
    return x.plus(`${steps}e${x.e - this.precision + 1}`);
  }
}
