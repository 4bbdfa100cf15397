import { type Rows, rowSet } from '../rows.ts';
import { requireWeights } from '../validate.ts';
import { denseResultant } from './denseResultant.ts';
import { emptyResultant, type Resultant } from './Resultant.ts';
import { sparseResultant } from './sparseResultant.ts';

export interface RowOptions {
  /**
   * How often each row counts: finite and not negative, one for each row. A weight of 2 is the row twice.
   * @default 1 for each
   */
  weights?: ArrayLike<number>;
  /**
   * Take rows of any length but 0 and divide each by its own; otherwise their lengths must be 1 within 1e-4.
   * @default false
   */
  normalize?: boolean;
}

/** The resultant of rows of p columns, everything about them checked; errors name `caller`. */
export function resultantOf(
  caller: string,
  data: Rows,
  p: number | undefined,
  { weights, normalize = false }: RowOptions,
): Resultant {
  const rows = rowSet(caller, data, p);
  if (weights !== undefined) requireWeights(caller, weights, rows.n);
  if (rows.n === 0) return emptyResultant(rows.p);
  const result =
    rows.kind === 'dense'
      ? denseResultant({ caller, rows, weights, normalize })
      : sparseResultant({ caller, rows, weights, normalize });
  if (!Number.isFinite(result.weight.hi)) {
    throw new RangeError(`${caller}: weights must have a finite sum, got one above 1.797e308`);
  }
  return result;
}
