/**
 * Rows of a .npy file, a chunk at a time. Our own reader because npyjs, numpy-parser and npyz, the packages
 * for it, want the whole file in memory.
 */
import { CommandError } from '../CommandError.ts';
import type { ByteSource } from './ByteSource.ts';
import { chooseColumns, requireTwo } from './chooseColumns.ts';
import { MOST_HEADER_BYTES, type NpyHeader, parseNpyHeader } from './parseNpyHeader.ts';
import { type RowChunk, type RowSelection, rowsPerChunk } from './RowChunk.ts';

export async function* npyRows(source: ByteSource, selection: RowSelection): AsyncGenerator<RowChunk> {
  const header = parseNpyHeader(source.name, await source.peek(MOST_HEADER_BYTES));
  const { type, rows, columns } = matrixOf(source.name, header);
  const { offset } = header;
  const kind = type === '<f4' ? Float32Array : Float64Array;
  const chosen = chooseColumns(source.name, selection, undefined, columns);
  requireTwo(source.name, chosen.indices.length);
  const isWhole = chosen.weight === undefined && chosen.indices.every((column, i) => column === i);
  const whole = isWhole && chosen.indices.length === columns;

  const most = rowsPerChunk(columns);
  const values = new kind(most * columns);
  const bytes = new Uint8Array(values.buffer);
  const rowBytes = columns * kind.BYTES_PER_ELEMENT;
  const place = (first: number) => (i: number) => `row ${first + i}`;
  let done = 0;
  let filled = 0;
  let skip = offset;
  for await (const read of source) {
    let at = Math.min(skip, read.length);
    skip -= at;
    while (at < read.length) {
      if (done === rows) throw new CommandError(`${source.name}: has bytes after its last row`);
      const wanted = Math.min(most, rows - done) * rowBytes;
      const part = read.subarray(at, at + wanted - filled);
      bytes.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < wanted) break;
      const n = wanted / rowBytes;
      const chunk = { data: values.subarray(0, n * columns), n, p: columns, weights: undefined };
      yield { ...(whole ? chunk : pick(chunk, chosen.indices, chosen.weight)), place: place(done) };
      done += n;
      filled = 0;
    }
  }
  if (done < rows) {
    const got = done + Math.floor(filled / rowBytes);
    throw new CommandError(`${source.name}: must hold ${rows} rows by its header, ends after ${got}`);
  }
}

/** What a header says of the rows, if it is that of a matrix as it is read here. */
function matrixOf(file: string, { type, shape, isColumnMajor }: NpyHeader) {
  const fault = (text: string) => new CommandError(`${file}: ${text}`);
  if (type !== '<f4' && type !== '<f8') {
    throw fault(
      `must hold float32 or float64, little-endian, got ${type ?? 'a structured type'}; in NumPy: np.save(file, x.astype("<f8"))`,
    );
  }
  if (shape.length !== 2) {
    throw fault(`must hold a matrix of rows and columns, got shape (${shape.join(', ')})`);
  }
  const [rows, columns] = shape;
  if (isColumnMajor && rows > 1 && columns > 1) {
    throw fault(
      'is stored column by column (fortran_order); in NumPy: np.save(file, np.ascontiguousarray(x))',
    );
  }
  return { type, rows, columns };
}

interface Values {
  readonly data: Float64Array | Float32Array;
  readonly n: number;
  readonly p: number;
  readonly weights: Float64Array | undefined;
}

function pick({ data, n, p }: Values, columns: readonly number[], weight: number | undefined): Values {
  const picked = new Float64Array(n * columns.length);
  const weights = weight === undefined ? undefined : new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < columns.length; j++) picked[i * columns.length + j] = data[i * p + columns[j]];
    if (weights && weight !== undefined) weights[i] = data[i * p + weight];
  }
  return { data: picked, n, p: columns.length, weights };
}
