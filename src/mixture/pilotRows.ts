/** Values of the rows that short runs take, 16 MB; but never fewer than LEAST_EACH rows for each component. */
const VALUES = 2 ** 21;
const MOST_ROWS = 20_000;
const LEAST_EACH = 20;

/** How many rows of p values are enough to try starts with k components on. */
export const pilotRows = (p: number, k: number): number =>
  Math.max(LEAST_EACH * k, Math.min(MOST_ROWS, Math.floor(VALUES / p)));
