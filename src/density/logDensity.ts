import { rowVersines } from '../direction/rowVersines.ts';
import { versine } from '../direction/versine.ts';
import { type Rows, rowSet } from '../rows.ts';
import { describe } from '../special/arrays.ts';
import { requireUnit } from '../validate.ts';
import { type Measure, type MeasureOptions, measureFrom } from './Measure.ts';

export interface DensityRowsOptions extends MeasureOptions {
  /** Where to write, one number a row; what tells a flat array of rows from one direction. */
  readonly out?: Float64Array | undefined;
}

export interface DensityParameters {
  readonly mu: Float64Array;
  readonly kappa: number;
  /** The log density at μ. */
  readonly peak: (measure: Measure) => number;
}

/** One direction, or rows of them. */
export type Directions = ArrayLike<number> | Rows;

const isRows = (data: Directions, out: Float64Array | undefined): data is Rows =>
  out !== undefined || 'indptr' in data || (Array.isArray(data) && typeof data[0] === 'object');

function outputOf(caller: string, out: Float64Array | undefined, n: number): Float64Array {
  if (out === undefined) return new Float64Array(n);
  if (!(out instanceof Float64Array)) {
    throw new TypeError(`${caller}: out must be a Float64Array, got ${describe(out)}`);
  }
  if (out.length !== n) {
    throw new RangeError(`${caller}: out must have length ${n}, one for each row, got ${out.length}`);
  }
  return out;
}

function requireDimension(caller: string, x: ArrayLike<number>, p: number): void {
  if (x.length === p) return;
  const rows = p > 0 && x.length > 0 && x.length % p === 0 ? '; rows in one flat array need out' : '';
  throw new RangeError(`${caller}: x must have length ${p}, got ${x.length}${rows}`);
}

/**
 * log C_p(κ) + κ μᵀx of one direction x, or of each of the rows, as log(C_p(κ) e^κ) - κ (1 - μᵀx): neither part
 * cancels, however large κ is. Vectors must be of unit length within UNIT_TOLERANCE and count as their direction.
 */
export function logDensity(
  caller: string,
  { mu, kappa, peak }: DensityParameters,
  data: Directions,
  options: DensityRowsOptions | undefined,
): number | Float64Array {
  if (data === null || typeof data !== 'object') {
    throw new TypeError(`${caller}: x must be an array of numbers, got ${describe(data)}`);
  }
  const p = mu.length;
  const highest = peak(measureFrom(caller, options));
  if (!isRows(data, options?.out)) {
    requireDimension(caller, data, p);
    requireUnit(caller, 'x', data);
    return highest - kappa * versine(data, mu);
  }
  const rows = rowSet(caller, data, p);
  const out = outputOf(caller, options?.out, rows.n);
  rowVersines(caller, rows, mu, out);
  for (let i = 0; i < out.length; i++) out[i] = highest - kappa * out[i];
  return out;
}
