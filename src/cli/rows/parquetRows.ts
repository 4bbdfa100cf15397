/** Rows of a .parquet file, read by hyparquet one row group at a time: what it holds in memory is one of them. */
import { read as readFd } from 'node:fs';
import { promisify } from 'node:util';
import {
  type AsyncBuffer,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { CommandError } from '../CommandError.ts';
import type { ByteSource } from './ByteSource.ts';
import { requireTwo } from './chooseColumns.ts';
import { chooseFields, type Field } from './chooseFields.ts';
import { fromSeekable } from './fromSeekable.ts';
import { ChunkBuilder, type RowChunk, type RowSelection } from './RowChunk.ts';
import { shownCell } from './shownCell.ts';

const readAt = promisify(readFd);
const NUMBERS = ['DOUBLE', 'FLOAT', 'INT32', 'INT64'];

export async function* parquetRows(source: ByteSource, selection: RowSelection): AsyncGenerator<RowChunk> {
  yield* fromSeekable(source, (fd, size) => rowsOf(source, fd, size, selection));
}

async function* rowsOf(
  source: ByteSource,
  fd: number,
  size: number,
  selection: RowSelection,
): AsyncGenerator<RowChunk> {
  const fault = (text: string) => new CommandError(`${source.name}: ${text}`);
  const file = fileBuffer(fd, size);
  const scanned = await attempt(source, async () => {
    const metadata = await parquetMetadataAsync(file);
    const fields = parquetSchema(metadata).children.map(fieldOf);
    const chosen = chooseFields(source.name, selection, fields);
    const columns = [...new Set([...chosen.names, ...(chosen.weight === undefined ? [] : [chosen.weight])])];
    return { chosen, scan: await parquetScan({ file, metadata, columns, compressors }) };
  });
  const { scan, chosen } = scanned;
  const { names, isList, weight } = chosen;

  let builder: ChunkBuilder | undefined;
  let p = 0;
  for (const range of scan.ranges) {
    const column = (name: string) =>
      scan.readColumn({ column: name, ...range }) as Promise<ArrayLike<unknown>>;
    const [values, weights] = await attempt(source, async () => [
      await Promise.all(names.map(column)),
      weight === undefined ? undefined : await column(weight),
    ]);
    for (let i = 0; i < range.rowEnd - range.rowStart; i++) {
      const place = range.rowStart + i;
      const number = (cell: unknown, what: string): number => {
        const value = typeof cell === 'bigint' ? Number(cell) : cell;
        if (typeof value === 'number' && Number.isFinite(value)) return value;
        throw fault(`row ${place}: ${what} must be a finite number, got ${shownCell(cell ?? null)}`);
      };
      const list = isList ? ((values[0][i] ?? []) as ArrayLike<unknown>) : undefined;
      if (builder === undefined) {
        p = list?.length ?? names.length;
        requireTwo(source.name, p);
        builder = new ChunkBuilder(p, weights !== undefined, 'row');
      }
      if (list && list.length !== p) throw fault(`row ${place}: must have ${p} numbers, got ${list.length}`);
      const row = builder.next(place, weights ? number(weights[i], `the weight ${weight}`) : 1);
      for (let j = 0; j < p; j++) {
        row[j] = list ? number(list[j], `number ${j + 1}`) : number(values[j][i], `column ${names[j]}`);
      }
      if (builder.isFull) yield builder.take();
    }
    source.consumed = Math.round((size * range.rowEnd) / Number(scan.metadata.num_rows));
  }
  if (builder) yield builder.take();
}

function fieldOf({ element, children }: SchemaTree): Field {
  const isList =
    element.converted_type === 'LIST' ||
    element.logical_type?.type === 'LIST' ||
    (element.repetition_type === 'REPEATED' && children.length === 0);
  const isNumber =
    children.length === 0 &&
    (NUMBERS.includes(element.type ?? '') || element.logical_type?.type === 'FLOAT16') &&
    (element.logical_type === undefined || ['INTEGER', 'FLOAT16'].includes(element.logical_type.type)) &&
    !/DATE|TIME/.test(element.converted_type ?? '');
  return { name: element.name, kind: isList ? 'list' : isNumber ? 'number' : 'other' };
}

const fileBuffer = (fd: number, byteLength: number): AsyncBuffer => ({
  byteLength,
  async slice(start, end = byteLength) {
    const bytes = new Uint8Array(end - start);
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await readAt(
        fd,
        bytes,
        done,
        Math.min(bytes.length - done, 2 ** 30),
        start + done,
      );
      if (bytesRead === 0) throw new Error('the file is cut short');
      done += bytesRead;
    }
    return bytes.buffer;
  },
});

/** What hyparquet throws is about the file. */
async function attempt<T>(source: ByteSource, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${source.name}: cannot be read as .parquet: ${(error as Error).message}`);
  }
}
