import { requireDirection, requireUnit, UNIT_TOLERANCE } from '../validate.ts';

const LEAST_SQUARE = (1 - UNIT_TOLERANCE / 2) ** 2;
const LARGEST_SQUARE = (1 + UNIT_TOLERANCE / 2) ** 2;

/** Squares of lengths outside these bounds have lost digits, or may have. */
export const isOrdinary = (square: number): boolean => square > 1e-290 && square < 1e290;

/**
 * The length of the row `index`, whose values `row()` lists, from its square; throws unless it is 1 within
 * UNIT_TOLERANCE or, with `normalize`, anything but 0.
 */
export function checkedLength(
  caller: string,
  index: number,
  square: number,
  row: () => ArrayLike<number>,
  normalize: boolean,
): number {
  const inside = normalize ? isOrdinary(square) : square > LEAST_SQUARE && square < LARGEST_SQUARE;
  if (inside) return Math.sqrt(square);
  return (normalize ? requireDirection : requireUnit)(caller, `data[${index}]`, row());
}
