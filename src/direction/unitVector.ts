import { describe } from '../special/arrays.ts';
import { squareError, sumError } from '../special/doubleDouble.ts';
import { requireUnit } from '../validate.ts';

/** A length this near 1 stays: dividing by it would change rounding only, and again at every copy. */
const ROUNDING = 2 ** -51;

/** |x| rounded about once, for values near 1 in length. */
function preciseLength(x: Float64Array): number {
  let sum = 0;
  let rest = 0;
  for (const value of x) {
    const square = value * value;
    const next = sum + square;
    rest += sumError(sum, square, next) + squareError(value, square);
    sum = next;
  }
  return Math.sqrt(sum + rest);
}

/**
 * A copy of a direction, its length 1 to within 2^-51; a copy of that has the same bits.
 *
 * @throws TypeError unless `row` is an array of numbers; RangeError unless it has 2 or more, all finite, and its
 *   length is 1 within UNIT_TOLERANCE
 */
export function unitVector(caller: string, name: string, row: ArrayLike<number>): Float64Array {
  if (row === null || typeof row !== 'object' || typeof row.length !== 'number') {
    throw new TypeError(`${caller}: ${name} must be an array of numbers, got ${describe(row)}`);
  }
  if (!(row.length >= 2)) {
    throw new RangeError(`${caller}: ${name} must have length 2 or more, got ${row.length}`);
  }
  for (let i = 0; i < row.length; i++) {
    if (typeof row[i] !== 'number') {
      throw new TypeError(`${caller}: ${name}[${i}] must be a number, got ${describe(row[i])}`);
    }
  }
  requireUnit(caller, name, row);
  const copy = Float64Array.from(row);
  const length = preciseLength(copy);
  return Math.abs(length - 1) <= ROUNDING ? copy : copy.map((value) => value / length);
}
