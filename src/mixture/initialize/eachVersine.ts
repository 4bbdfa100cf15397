/** Distances 1 - cos of rows to directions, in blocks. */
import { blockRows } from '../blockRows.ts';
import type { MixtureData } from '../MixtureData.ts';
import { passOver } from '../passOver.ts';

/** Rows nearer than rounding count as the same. */
export const SAME_ROW: number = 2 ** -46;

/**
 * Calls `visit` for block after block of rows with 1 - cos of each row and each direction, row by row; the array is
 * used again.
 */
export function eachVersine(
  data: MixtureData,
  directions: Float64Array,
  visit: (first: number, count: number, versines: Float64Array) => void,
): void {
  const columns = directions.length / data.p;
  const pass = passOver(data.rows, directions, columns);
  const most = Math.min(data.n, blockRows(data.rows, columns));
  const versines = new Float64Array(most * columns);
  for (let first = 0; first < data.n; first += most) {
    const count = Math.min(most, data.n - first);
    pass.products(first, count, versines.subarray(0, count * columns));
    for (let i = 0; i < count; i++) {
      const inverse = data.inverseLengths[first + i];
      for (let at = i * columns; at < (i + 1) * columns; at++) {
        versines[at] = Math.max(0, Math.min(2, 1 - versines[at] * inverse));
      }
    }
    visit(first, count, versines);
  }
}
