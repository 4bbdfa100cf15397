/** Distances 1 - cos of rows to directions, in blocks. */
import { blockRows } from '../blockRows.ts';
import type { MixtureData } from '../MixtureData.ts';
import { passOver } from '../passOver.ts';

/** Calls `visit` with 1 - cos of each row and each of `count` directions, row by row. */
export function eachVersine(
  data: MixtureData,
  directions: Float64Array,
  visit: (i: number, versines: Float64Array) => void,
): void {
  const count = directions.length / data.p;
  const pass = passOver(data.rows, directions, count);
  const most = Math.min(data.n, blockRows(data.p, count));
  const products = new Float64Array(most * count);
  for (let first = 0; first < data.n; first += most) {
    const here = Math.min(most, data.n - first);
    pass.products(first, here, products.subarray(0, here * count));
    for (let i = 0; i < here; i++) {
      const row = products.subarray(i * count, (i + 1) * count);
      for (let c = 0; c < count; c++) {
        row[c] = Math.max(0, Math.min(2, 1 - row[c] * data.inverseLengths[first + i]));
      }
      visit(first + i, row);
    }
  }
}
