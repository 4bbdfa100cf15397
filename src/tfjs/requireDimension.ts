import { requireOrder } from '../special/uniformExpansion.ts';

/** A real dimension p >= 1, or an error. */
export function requireDimension(caller: string, p: number): void {
  if (typeof p !== 'number') throw new TypeError(`${caller}: p must be a number, got ${typeof p}`);
  if (!(p >= 1 && p <= 1e15)) throw new RangeError(`${caller}: p must be in [1, 1e15], got ${p}`);
}

/** An order of the K-term form that exists for p, or an error. */
export function requireTerms(caller: string, p: number, terms: number | undefined): void {
  if (terms === undefined) return;
  requireOrder(caller, terms);
  if (!(p > 2)) throw new RangeError(`${caller}: the form of ${terms} terms needs p > 2, got ${p}`);
}
