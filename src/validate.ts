/** Checks of arguments, worded alike everywhere: function, argument, rule, value. */
import { describe } from './special/arrays.ts';

/**
 * How far from 1 the length of a row may be before it is refused as not a direction: room for rows that were
 * normalised in single precision, none for rows that were not normalised.
 */
export const UNIT_TOLERANCE = 1e-4;

export function requireNumber(caller: string, name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') {
    throw new TypeError(`${caller}: ${name} must be a number, got ${describe(value)}`);
  }
}

/** An integer of `least` or more. */
export function requireInteger(caller: string, name: string, value: unknown, least: number): void {
  requireNumber(caller, name, value);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${caller}: ${name} must be an integer of ${least} or more, got ${value}`);
  }
}

/** 0 <= κ <= 1.797e308. */
export function requireConcentration(caller: string, name: string, value: unknown): void {
  requireNumber(caller, name, value);
  if (!(value >= 0 && value <= Number.MAX_VALUE)) {
    throw new RangeError(`${caller}: ${name} must be finite and not negative, got ${value}`);
  }
}

/** A number in [0, 1]. */
export function requireProbability(caller: string, name: string, value: unknown): void {
  requireNumber(caller, name, value);
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`${caller}: ${name} must lie in [0, 1], got ${value}`);
  }
}

/** The Euclidean length of a row, safe from overflow; NaN or Infinity where a value is. */
export function lengthOf(row: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i] * row[i];
  if (sum > 1e-290 && sum < 1e290) return Math.sqrt(sum);
  return Math.hypot(...Array.from(row));
}

/** A row of finite values whose length is 1 within UNIT_TOLERANCE; returns that length. */
export function requireUnit(caller: string, name: string, row: ArrayLike<number>): number {
  const length = lengthOf(row);
  if (!Number.isFinite(length)) {
    const at = Array.from(row).findIndex((value) => !Number.isFinite(value));
    throw new RangeError(`${caller}: ${name}[${at}] must be finite, got ${row[at]}`);
  }
  if (!(Math.abs(length - 1) <= UNIT_TOLERANCE)) {
    throw new RangeError(`${caller}: ${name} must have unit length, got norm ${length}`);
  }
  return length;
}
