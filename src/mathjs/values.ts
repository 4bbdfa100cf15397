/** The values of mathjs as far as they are handled here, told apart as mathjs tells them: by their marks. */
import type { Nested } from './broadcast.ts';

/** The typed-function of a mathjs instance. */
export interface Typed {
  (name: string, signatures: Readonly<Record<string, unknown>>): unknown;
  convert(value: unknown, type: string): unknown;
}

export interface Matrix {
  readonly type: string;
  toArray(): Nested;
  map(callback: (value: unknown) => unknown, skipZeros?: boolean): Matrix;
}

/** 'number', 'bigint', 'BigNumber', 'Fraction', 'Complex', ... */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  const { type } = value as { type?: unknown };
  if (typeof type === 'string') return type;
  return (value as { isFraction?: boolean }).isFraction ? 'Fraction' : 'an object';
}

/** A matrix of mathjs, of the type named where one is. */
export function isMatrix(value: unknown, type?: 'SparseMatrix'): value is Matrix {
  if (typeof value !== 'object' || value === null) return false;
  const marks = value as { isMatrix?: boolean; isRange?: boolean; type?: string };
  return (marks.isMatrix === true || marks.isRange === true) && (type === undefined || marks.type === type);
}

export const isCollection = (value: unknown): boolean => Array.isArray(value) || isMatrix(value);
