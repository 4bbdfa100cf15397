import type { CsrRows } from './csrSlice.ts';

/** The rows of one after those of another, all of as many columns; in single precision if all are. */
export function csrJoin(parts: readonly CsrRows[]): CsrRows {
  const count = parts.reduce((sum, { data }) => sum + data.length, 0);
  const n = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const isSingle = parts.every(({ data }) => data instanceof Float32Array);
  const data = isSingle ? new Float32Array(count) : new Float64Array(count);
  const indices = new Int32Array(count);
  const indptr = new Float64Array(n + 1);
  let row = 0;
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    indices.set(part.indices, at);
    for (let i = 0; i < part.shape[0]; i++) indptr[row + i + 1] = at + part.indptr[i + 1];
    row += part.shape[0];
    at += part.data.length;
  }
  return { data, indices, indptr, shape: [n, parts[0].shape[1]] };
}
