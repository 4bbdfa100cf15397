import { Decimal } from 'decimal.js';
import { type Interval, IntervalArithmetic } from './IntervalArithmetic.ts';

/** A proven enclosure: the exact value v satisfies lower ≤ v ≤ upper. */
export interface Enclosure {
  /** A number not above the exact value. */
  readonly lower: Decimal;
  /** A number not below the exact value. */
  readonly upper: Decimal;
  /** The middle of the two, within half the width of the exact value. */
  readonly mid: Decimal;
}

export interface EnclosureOptions {
  /** Digits to which the value is enclosed: an integer from 1 to 1000, 34 by default. */
  readonly digits?: number;
  /** Most terms of the power series that may be summed: an integer from 1 to 10⁸, 200,000 by default. */
  readonly maxTerms?: number;
}

type EnclosureScale = 'mixed' | 'relative';

/**
 * Encloses a quantity as narrowly as asked.
 *
 * Widths are measured against the value v: at most 10^-digits |v| where the scale is relative, at most
 * 10^-digits max(1, |v|) where it is mixed. `evaluate` gives an interval that holds v at the precision
 * of the arithmetic it is handed; as long as the interval is wider than promised it is evaluated again
 * with as many more digits as were missing. The interval of a fixed formula shrinks in proportion to
 * 10^-precision, so the loop ends for every v ≠ 0, and for v = 0 where the scale is mixed.
 */
export function enclose(
  digits: number,
  scale: EnclosureScale,
  firstPrecision: number,
  evaluate: (arithmetic: IntervalArithmetic) => Interval,
): Enclosure {
  let precision = firstPrecision;
  for (;;) {
    const arithmetic = IntervalArithmetic.at(precision);
    const interval = evaluate(arithmetic);
    const missing = missingDigits(interval, digits, scale);
    if (missing <= 0) return toEnclosure(interval, arithmetic.precision);
    precision = arithmetic.precision + Math.min(missing + 4, arithmetic.precision);
  }
}

/** 0 where the width is as promised, otherwise about how many digits it is too wide by. */
function missingDigits({ lower, upper }: Interval, digits: number, scale: EnclosureScale): number {
  const width = upper.minus(lower);
  if (width.isZero()) return 0;
  const containsZero = lower.lte(0) && upper.gte(0);
  const smallest = containsZero ? new Decimal(0) : lower.gt(0) ? lower : upper.neg();
  const unit = scale === 'mixed' && smallest.lt(1) ? new Decimal(1) : smallest;
  if (unit.isZero()) return Number.POSITIVE_INFINITY;
  if (width.times(`1e${digits}`).lte(unit)) return 0;
  return width.e + digits - unit.e + 1;
}

function toEnclosure({ lower, upper }: Interval, precision: number): Enclosure {
  const Wide = Decimal.clone({ defaults: true, precision: precision + 2 });
  const mid = Wide.add(lower, upper).times(0.5);
  return { lower: new Decimal(lower), upper: new Decimal(upper), mid: new Decimal(mid) };
}
