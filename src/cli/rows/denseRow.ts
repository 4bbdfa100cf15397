import type { RowChunk } from './RowChunk.ts';

/** The p values of row i. */
export function denseRow({ data, p }: Pick<RowChunk, 'data' | 'p'>, i: number): Float64Array {
  if (!('indptr' in data)) return Float64Array.from(data.subarray(i * p, (i + 1) * p));
  const row = new Float64Array(p);
  for (let at = data.indptr[i]; at < data.indptr[i + 1]; at++) row[data.indices[at]] = data.data[at];
  return row;
}
