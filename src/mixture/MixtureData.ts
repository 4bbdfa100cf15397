import { type RowSet, type Rows, rowSet } from '../rows.ts';
import { requireWeights } from '../validate.ts';
import { moderateRows } from './moderateRows.ts';
import { rowLengths } from './rowLengths.ts';

/** Rows that were checked, and what goes with each of them. */
export interface MixtureData {
  readonly rows: RowSet;
  readonly n: number;
  readonly p: number;
  /** 1/|xᵢ| */
  readonly inverseLengths: Float64Array;
  /** wᵢ; undefined means 1. */
  readonly weights: Float64Array | undefined;
  /** The column of responsibilities that a row is known to belong to, or -1; undefined where none is known. */
  readonly labels: Int32Array | undefined;
  /** W = Σ wᵢ */
  readonly total: number;
}

export interface MixtureRowOptions {
  /** Columns of flat data; of other data only to be checked. */
  readonly dimension?: number | undefined;
  /**
   * Take rows of any length but 0 and divide each by its own; otherwise their lengths must be 1 within 1e-4.
   * @default false
   */
  readonly normalize?: boolean | undefined;
}

/** `data` checked: its shape, the length of each row, and the weights. */
export function mixtureData(
  caller: string,
  data: Rows,
  { dimension, normalize = false }: MixtureRowOptions,
  weights?: ArrayLike<number>,
  labels?: Int32Array,
): MixtureData {
  const given = rowSet(caller, data, dimension);
  const { rows, inverseLengths } = moderateRows(given, rowLengths(caller, given, normalize));
  const { n, p } = rows;
  if (weights === undefined) return { rows, n, p, inverseLengths, weights, labels, total: n };
  requireWeights(caller, weights, n);
  const copy = Float64Array.from(weights);
  const total = copy.reduce((sum, weight) => sum + weight, 0);
  if (!(total <= Number.MAX_VALUE)) {
    throw new RangeError(`${caller}: weights must have a finite sum, got ${total}`);
  }
  return { rows, n, p, inverseLengths, weights: copy, labels, total };
}
