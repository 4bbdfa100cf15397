/** Values of a block of rows and of its responsibilities, 4 MB. */
const VALUES = 2 ** 19;

/**
 * How many rows are taken at a time: so many that their p values and `columns` responsibilities fit in cache, and
 * enough for what is done once a block to cost little. It depends on nothing else, so that sums over blocks
 * have the same bits whoever makes them.
 */
export const blockRows = (p: number, columns: number): number =>
  Math.max(128, Math.min(1024, Math.floor(VALUES / (p + columns))));
