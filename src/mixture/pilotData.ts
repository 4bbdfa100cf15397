import type { Random } from '../random.ts';
import type { DenseRows, RowSet, SparseRows } from '../rows.ts';
import { distinctRows } from './initialize/distinctRows.ts';
import type { MixtureData } from './MixtureData.ts';
import { pilotRows } from './pilotRows.ts';

function someDense(rows: DenseRows, chosen: readonly number[]): DenseRows {
  const { p } = rows;
  const first = rows.block(chosen[0], 1);
  const values =
    first instanceof Float32Array ? new Float32Array(chosen.length * p) : new Float64Array(chosen.length * p);
  chosen.forEach((i, at) => {
    values.set(rows.block(i, 1), at * p);
  });
  return {
    kind: 'dense',
    n: chosen.length,
    p,
    block: (start, count) => values.subarray(start * p, (start + count) * p),
  };
}

function someSparse(rows: SparseRows, chosen: readonly number[]): SparseRows {
  const { p } = rows;
  const indptr = new Float64Array(chosen.length + 1);
  chosen.forEach((i, at) => {
    indptr[at + 1] = indptr[at] + rows.indptr[i + 1] - rows.indptr[i];
  });
  const data = new Float64Array(indptr[chosen.length]);
  const indices = new Int32Array(data.length);
  chosen.forEach((i, at) => {
    for (let from = rows.indptr[i], to = indptr[at]; from < rows.indptr[i + 1]; from++, to++) {
      data[to] = rows.data[from];
      indices[to] = rows.indices[from];
    }
  });
  return { kind: 'sparse', n: chosen.length, p, data, indices, indptr, shape: [chosen.length, p] };
}

const someRows = (rows: RowSet, chosen: readonly number[]): RowSet =>
  rows.kind === 'dense' ? someDense(rows, chosen) : someSparse(rows, chosen);

/**
 * The rows that starts are tried on: all of them, or where they are many some of them at random. With labels it is
 * all of them, as the labelled rows may be few.
 */
export function pilotData(data: MixtureData, k: number, random: Random): MixtureData {
  const { n, p, weights, inverseLengths } = data;
  const most = pilotRows(p, k);
  if (n <= most || data.labels !== undefined) return data;
  const chosen = distinctRows(data, most, random).sort((a, b) => a - b);
  const some = weights && Float64Array.from(chosen, (i) => weights[i]);
  return {
    rows: someRows(data.rows, chosen),
    n: chosen.length,
    p,
    inverseLengths: Float64Array.from(chosen, (i) => inverseLengths[i]),
    weights: some,
    labels: undefined,
    total: some?.reduce((sum, weight) => sum + weight, 0) ?? chosen.length,
  };
}
