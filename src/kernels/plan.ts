/**
 * A function of κ >= 0 in pieces: for each of many short intervals a row with the coefficients of a
 * polynomial, filled when the first κ asks for it and kept.
 *
 * The interval of κ is told by the leading bits of w = κ + offset, exponent and six more: 64 intervals to
 * an octave of w, each of relative width 2^-7 to 2^-6, over the 60 octaves from w = offset on. With an
 * offset of the size of the distance from 0 to the nearest singularity of the function, every interval is
 * short beside its own distance to them: that makes eight coefficients enough.
 */
import { HIGH_HALF, halves, words } from './tableLogarithm.ts';

const OCTAVES = 60;
const PER_OCTAVE = 64;
/** So far the high half of a double is shifted to leave sign, exponent and six more bits. */
const SHIFT = 14;

/** How many intervals there are. */
export const INTERVALS: number = OCTAVES * PER_OCTAVE;
/** Has all the bits that a row's number may have: masking with it tells the compiler that an index is small. */
export const ANY_ROW = 8191;
/** Room for rows is made for so many neighbours at a time. */
const BLOCK = 32;

export interface Plan {
  readonly offset: number;
  /** Leading bits of w at κ = 0. */
  readonly base: number;
  /** Doubles in a row; the first is the middle of the interval, NaN where the row is not filled. */
  readonly width: number;
  /** Rows for the intervals [first, end), and behind them one of NaN, which serves every other κ. */
  rows: Float64Array;
  first: number;
  end: number;
  /** How many have been filled. */
  filled: number;
  /** Results smaller than this in size are left out as NaN, where the kernel knows of such. */
  readonly least: number;
}

const leadingBits = (w: number): number => {
  words[0] = w;
  return halves[HIGH_HALF] >>> SHIFT;
};

/** A plan without rows for a function whose singularities keep `offset` away from the line κ >= 0. */
export function emptyPlan(offset: number, width: number, least: number): Plan {
  const rows = new Float64Array(width).fill(Number.NaN);
  return { offset, base: leadingBits(offset), width, rows, first: 0, end: 0, filled: 0, least };
}

/** The middle of an interval of κ and half its width, a power of two. */
export interface Interval {
  readonly row: number;
  readonly middle: number;
  readonly halfWidth: number;
}

/** The interval κ lies in if its row is not yet filled; undefined if it is or if there is none. */
export function missingInterval(
  { offset, base, width, rows, first, end }: Plan,
  kappa: number,
): Interval | undefined {
  const bits = leadingBits(kappa + offset);
  const row = bits - base;
  if (!(kappa >= 0 && row < INTERVALS)) return undefined;
  if (row >= first && row < end && !Number.isNaN(rows[(row - first) * width])) return undefined;
  const lower = numberFrom(bits << SHIFT);
  const halfWidth = (numberFrom((bits + 1) << SHIFT) - lower) / 2;
  return { row, middle: lower + halfWidth - offset, halfWidth };
}

function numberFrom(high: number): number {
  words[0] = 0;
  halves[HIGH_HALF] = high;
  return words[0];
}

/** Makes [first, end) hold an interval. */
function extend(plan: Plan, interval: number): void {
  const { width, rows, first, end } = plan;
  const block = interval - (interval % BLOCK);
  plan.first = first === end ? block : Math.min(first, block);
  plan.end = Math.max(end, block + BLOCK);
  plan.rows = new Float64Array((plan.end - plan.first + 1) * width).fill(Number.NaN);
  if (first < end) plan.rows.set(rows.subarray(0, (end - first) * width), (first - plan.first) * width);
}

/** The place of a row to be filled, which now counts as one of the plan. */
export function claimRow(plan: Plan, row: number): Float64Array {
  if (!(row >= plan.first && row < plan.end)) extend(plan, row);
  plan.filled++;
  const at = (row - plan.first) * plan.width;
  return plan.rows.subarray(at, at + plan.width);
}
