import type { RowSet } from '../rows.ts';

/** Rows that were checked for shape, with their weights. */
export interface WeightedRows<T extends RowSet = RowSet> {
  /** Who is to be named in errors. */
  readonly caller: string;
  readonly rows: T;
  /** One for each row; undefined means 1. */
  readonly weights: ArrayLike<number> | undefined;
  /** Whether rows of any length but 0 are taken. */
  readonly normalize: boolean;
}
