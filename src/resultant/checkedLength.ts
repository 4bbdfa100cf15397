import { requireDirection, requireUnit, UNIT_TOLERANCE } from '../validate.ts';

const LEAST_SQUARE = (1 - UNIT_TOLERANCE / 2) ** 2;
const LARGEST_SQUARE = (1 + UNIT_TOLERANCE / 2) ** 2;

/** Squares of lengths outside these bounds have lost digits, or may have; rowSums leaves such rows out. */
export const isOrdinary = (square: number): boolean => square > 1e-290 && square < 1e290;

/** Whether the square of a row's length alone says that the row is to be taken. */
export const isClear = (square: number, normalize: boolean): boolean =>
  normalize ? isOrdinary(square) : square > LEAST_SQUARE && square < LARGEST_SQUARE;

/**
 * The length of the row `index` looked at closely: throws unless it is 1 within UNIT_TOLERANCE or, with
 * `normalize`, anything but 0.
 */
export function checkedLength(
  caller: string,
  index: number,
  row: ArrayLike<number>,
  normalize: boolean,
): number {
  return (normalize ? requireDirection : requireUnit)(caller, `data[${index}]`, row);
}
