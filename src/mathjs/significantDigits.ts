import { Decimal } from 'decimal.js';
import type { Enclosure } from '../reference/index.ts';

const MOST_DIGITS = 1000;

/**
 * The value that `enclose(digits)` encloses, correct to `precision` significant digits but for the rounding
 * of the last: enclosed again with more digits as long as the enclosure is too wide for its size.
 */
export function significantDigits(
  name: string,
  precision: number,
  enclose: (digits: number) => Pick<Enclosure, 'lower' | 'upper'>,
): string {
  let digits = Math.min(MOST_DIGITS, precision + 2);
  for (;;) {
    const { lower, upper } = enclose(digits);
    const Wide = Decimal.clone({ defaults: true, precision: digits + 20 });
    const width = Wide.sub(upper, lower);
    const least = lower.lte(0) && upper.gte(0) ? new Wide(0) : Wide.min(lower.abs(), upper.abs());
    if (width.isZero() || width.times(`1e${precision + 1}`).lte(least)) {
      return Wide.add(lower, upper).div(2).toSignificantDigits(precision).toString();
    }
    if (digits === MOST_DIGITS) {
      throw new RangeError(
        `${name}: a value this close to 0 needs more than ${MOST_DIGITS} digits on the way`,
      );
    }
    const missing = least.isZero() ? digits : Math.max(4, width.e + precision + 2 - least.e);
    digits = Math.min(MOST_DIGITS, digits + missing);
  }
}
