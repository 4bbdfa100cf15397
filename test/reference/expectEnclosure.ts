import { Decimal } from 'decimal.js';
import { expect } from 'vitest';
import type { Enclosure } from 'von-mises-fisher/reference';

const Wide = Decimal.clone({ defaults: true, precision: 2500 });

/** upper - lower is at most 10^-digits of |v|, or of max(1, |v|) where the scale is mixed, for every v inside. */
export function expectPromisedWidth(enclosure: Enclosure, digits: number, scale: 'mixed' | 'relative'): void {
  const { lower, upper, mid } = enclosure;
  expect(lower.lte(mid) && mid.lte(upper), `order of ${lower}, ${mid}, ${upper}`).toBe(true);
  const least = lower.lte(0) && upper.gte(0) ? new Wide(0) : Wide.min(lower.abs(), upper.abs());
  const unit = scale === 'mixed' ? Wide.max(1, least) : least;
  const width = Wide.sub(upper, lower);
  expect(width.lte(unit.times(`1e-${digits}`)), `width ${width} at ${digits} digits of ${mid}`).toBe(true);
}

/**
 * The enclosure meets the numbers that round to a table value of so many significant digits; `slack` in
 * units of its last digit is 1/2 for a correctly rounded table.
 */
export function expectTableValue(
  enclosure: Enclosure,
  value: string,
  tableDigits: number,
  slack: 0.5 | 1,
): void {
  const exact = new Wide(value);
  const unit = exact.isZero() ? new Wide(0) : new Wide(`${slack}e${exact.e - tableDigits + 1}`);
  const meets = exact.minus(unit).lte(enclosure.upper) && exact.plus(unit).gte(enclosure.lower);
  expect(meets, `${value} in [${enclosure.lower}, ${enclosure.upper}]`).toBe(true);
}

/** Two enclosures of the same number have a number in common. */
export function expectOverlap(a: Interval, b: Interval, what: string): void {
  const meets = a.lower.lte(b.upper) && b.lower.lte(a.upper);
  expect(meets, `${what}: [${a.lower}, ${a.upper}] and [${b.lower}, ${b.upper}]`).toBe(true);
}

interface Interval {
  readonly lower: Decimal;
  readonly upper: Decimal;
}
