import type { BlockDensity } from './BlockDensity.ts';
import { blockPosterior } from './blockPosterior.ts';
import { blockRows } from './blockRows.ts';
import type { MixtureData } from './MixtureData.ts';
import type { RowPass } from './RowPass.ts';

/**
 * Calls `visit` for block after block of rows with log f(x_i) of each and its responsibilities, one row of columns
 * each; both arrays are used again. Rows without a component of positive density have NaN.
 */
export function eachPosterior(
  density: BlockDensity,
  pass: RowPass,
  data: MixtureData,
  visit: (first: number, logs: Float64Array, shares: Float64Array) => void,
): void {
  const { columns } = density;
  const most = Math.min(data.n, blockRows(data.rows, columns));
  const shares = new Float64Array(most * columns);
  const logs = new Float64Array(most);
  for (let first = 0; first < data.n; first += most) {
    const count = Math.min(most, data.n - first);
    const here = shares.subarray(0, count * columns);
    const logsHere = logs.subarray(0, count);
    blockPosterior(density, pass, data, first, logsHere, here);
    visit(first, logsHere, here);
  }
}
