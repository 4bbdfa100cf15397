import { CommandError } from '../CommandError.ts';
import { type CsrRows, csrSlice } from './csrSlice.ts';
import type { RowChunk } from './RowChunk.ts';

/** How many rows, and how many of their values, to hand over at a time; a longer row comes alone. */
const MOST_ROWS = 65536;
const MOST_VALUES = 2 ** 18;

/** Sparse rows in pieces, each looked at before it is handed over; `origin` is the number of the first row. */
export async function* csrChunks(file: string, rows: CsrRows, origin: 0 | 1): AsyncGenerator<RowChunk> {
  const { data, indices, indptr, shape } = rows;
  const [n, p] = shape;
  const lastRow = new Int32Array(p).fill(-1);
  for (let first = 0; first < n; ) {
    let end = first;
    do {
      const fault = (text: string) => new CommandError(`${file}: row ${end + origin}: ${text}`);
      for (let at = indptr[end]; at < indptr[end + 1]; at++) {
        const column = indices[at];
        const name = `column ${column + origin}`;
        if (lastRow[column] === end) throw fault(`${name} occurs twice`);
        lastRow[column] = end;
        if (!Number.isFinite(data[at])) throw fault(`${name} must be a finite number, got ${data[at]}`);
      }
      end++;
    } while (end < n && end - first < MOST_ROWS && indptr[end + 1] - indptr[first] <= MOST_VALUES);
    const start = first + origin;
    yield {
      ...{ data: csrSlice(rows, first, end), n: end - first, p, weights: undefined },
      place: (i) => `row ${start + i}`,
    };
    first = end;
  }
}
