/** Values of rows, 512 kB of doubles, that stay in the second-level cache together with what is made of them. */
const VALUES = 2 ** 16;
const LEAST = 60;
/** Rows of a tile, as in assembly/productTransposed.ts. */
const TILE_ROWS = 5;

/** How many rows of p values mixtureBlock.ts works on at a time beside K components, a multiple of five. */
export function rowsAtATime(p: number, k: number): number {
  return TILE_ROWS * Math.ceil(Math.max(LEAST, Math.floor(VALUES / Math.max(p, k))) / TILE_ROWS);
}

/** Whether so few of the shares are not 0 that adding row by row takes less time than tiles that leave none out. */
export const isSparse = (present: number, all: number): boolean => 4 * present <= all;
