import type { RowSet } from '../rows.ts';

/** Values of a block of rows and of its responsibilities, 2 MB. */
const VALUES = 2 ** 18;
/** Responsibilities of a block of sparse rows, 1 MB. */
const SPARSE_VALUES = 2 ** 17;

/**
 * How many rows are taken at a time: so many that their p values and `columns` responsibilities fit in cache, and
 * enough for what is done once a block to cost little. It depends on nothing else, so that sums over blocks
 * have the same bits whoever makes them.
 */
export function blockRows({ kind, p }: RowSet, columns: number): number {
  if (kind === 'sparse') return Math.max(64, Math.min(2048, Math.floor(SPARSE_VALUES / columns)));
  return Math.max(128, Math.min(1024, Math.floor(VALUES / (p + columns))));
}
