import { type Expected, expected } from './table.ts';
import { ulpDistance } from './ulp.ts';

/** How far a function is from its table: what the accuracy tests look at. */
export interface Errors {
  /** Distances in ulp in increasing order. */
  readonly ulps: readonly number[];
  readonly worst: string;
}

/** Compares element by element; the name of the worst row goes into the failure message. */
export function errorsOf<T>(
  rows: readonly T[],
  compute: (row: T) => number,
  truth: (row: T) => string | Expected,
  measure: (actual: number, truth: Expected) => number = (actual, { hi, lo }) => ulpDistance(actual, hi, lo),
): Errors {
  const measured = rows.map((row) => {
    const want = truth(row);
    const pair = typeof want === 'string' ? expected(want) : want;
    const actual = compute(row);
    return { error: measure(actual, pair), row, actual };
  });
  measured.sort((a, b) => a.error - b.error || (Number.isNaN(a.error) ? 1 : -1));
  const last = measured[measured.length - 1];
  return {
    ulps: measured.map(({ error }) => error),
    worst: `worst ${last.error} at ${JSON.stringify(last.row)}, got ${last.actual}`,
  };
}

export const quantile = ({ ulps }: Errors, fraction: number): number =>
  ulps[Math.min(ulps.length - 1, Math.floor(fraction * ulps.length))];
