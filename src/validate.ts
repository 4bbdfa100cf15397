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

/** One of the words listed. */
export function requireOneOf(caller: string, name: string, value: unknown, words: readonly string[]): void {
  if (!words.includes(value as string)) {
    throw new RangeError(`${caller}: ${name} must be one of ${words.join(', ')}, got ${String(value)}`);
  }
}

/** Weights: finite, not negative, one for each of n rows. */
export function requireWeights(caller: string, weights: ArrayLike<number>, n: number): void {
  if (weights === null || typeof weights !== 'object' || typeof weights.length !== 'number') {
    throw new TypeError(`${caller}: weights must be an array of numbers, got ${describe(weights)}`);
  }
  if (weights.length !== n) {
    throw new RangeError(`${caller}: weights must have length ${n}, one for each row, got ${weights.length}`);
  }
  for (let i = 0; i < n; i++) {
    if (!(weights[i] >= 0 && weights[i] <= Number.MAX_VALUE)) {
      throw new RangeError(`${caller}: weights[${i}] must be finite and not negative, got ${weights[i]}`);
    }
  }
}

/** The Euclidean length of a row, safe from overflow; NaN or Infinity where a value is. */
export function lengthOf(row: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i] * row[i];
  if (sum > 1e-290 && sum < 1e290) return Math.sqrt(sum);
  let largest = 0;
  for (let i = 0; i < row.length; i++) largest = Math.max(largest, Math.abs(row[i]));
  if (!(largest > 0 && largest <= Number.MAX_VALUE)) return largest;
  sum = 0;
  for (let i = 0; i < row.length; i++) sum += (row[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Names the first value that is not finite; where all are, the length itself overflowed. */
function notFinite(caller: string, name: string, row: ArrayLike<number>): RangeError {
  const at = Array.from(row).findIndex((value) => !Number.isFinite(value));
  return new RangeError(
    at < 0
      ? `${caller}: ${name} must have a finite length, got Infinity`
      : `${caller}: ${name}[${at}] must be finite, got ${row[at]}`,
  );
}

/** A row of finite values whose length is 1 within UNIT_TOLERANCE; returns that length. */
export function requireUnit(caller: string, name: string, row: ArrayLike<number>): number {
  const length = lengthOf(row);
  if (!Number.isFinite(length)) throw notFinite(caller, name, row);
  if (!(Math.abs(length - 1) <= UNIT_TOLERANCE)) {
    throw new RangeError(`${caller}: ${name} must have unit length, got norm ${length}`);
  }
  return length;
}

/** A row of finite values that are not all 0; returns its length. */
export function requireDirection(caller: string, name: string, row: ArrayLike<number>): number {
  const length = lengthOf(row);
  if (!Number.isFinite(length)) throw notFinite(caller, name, row);
  if (length === 0) throw new RangeError(`${caller}: ${name} must have a direction, got only zeros`);
  return length;
}
