import type { DenseRows, RowSet, SparseRows } from '../rows.ts';

/** Beyond, the inverse of a length, or the product of a row with κμ, may leave the range of numbers. */
const LONGEST = 2 ** 400;

const isModerate = (length: number): boolean => length <= LONGEST && length >= 1 / LONGEST;

function moderateDense(rows: DenseRows, lengths: Float64Array): DenseRows {
  const { p } = rows;
  return {
    ...rows,
    block(first, count) {
      const block = rows.block(first, count);
      if (lengths.subarray(first, first + count).every(isModerate)) return block;
      return Float64Array.from(block, (value, at) => {
        const length = lengths[first + Math.floor(at / p)];
        return isModerate(length) ? value : value / length;
      });
    },
  };
}

function moderateSparse(rows: SparseRows, lengths: Float64Array): SparseRows {
  const data = Float64Array.from(rows.data);
  for (let i = 0; i < rows.n; i++) {
    if (isModerate(lengths[i])) continue;
    for (let at = rows.indptr[i]; at < rows.indptr[i + 1]; at++) data[at] /= lengths[i];
  }
  return { ...rows, data };
}

/**
 * Rows as they are, those of a length beyond 2^±400 divided by it, and the inverse lengths of what comes out: only
 * rows to be scaled can have such lengths, and nearly none do.
 */
export function moderateRows(
  rows: RowSet,
  lengths: Float64Array,
): { readonly rows: RowSet; readonly inverseLengths: Float64Array } {
  if (lengths.every(isModerate)) return { rows, inverseLengths: lengths.map((length) => 1 / length) };
  return {
    rows: rows.kind === 'dense' ? moderateDense(rows, lengths) : moderateSparse(rows, lengths),
    inverseLengths: lengths.map((length) => (isModerate(length) ? 1 / length : 1)),
  };
}
