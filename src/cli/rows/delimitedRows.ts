/** Rows of .csv and .tsv text, read by csv-parse as the text arrives. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { CommandError } from '../CommandError.ts';
import type { ByteSource } from './ByteSource.ts';
import { type ChosenColumns, chooseColumns } from './chooseColumns.ts';
import { finiteNumber } from './finiteNumber.ts';
import { ChunkBuilder, type RowChunk, type RowSelection } from './RowChunk.ts';
import { shownCell } from './shownCell.ts';

interface Record {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

export async function* delimitedRows(
  source: ByteSource,
  delimiter: ',' | '\t',
  selection: RowSelection,
): AsyncGenerator<RowChunk> {
  let names: readonly string[] | undefined;
  let chosen: ChosenColumns | undefined;
  let builder: ChunkBuilder | undefined;
  let width = 0;
  for await (const { record, info } of records(source, delimiter)) {
    const fault = (text: string) => new CommandError(`${source.name}: line ${info.lines}: ${text}`);
    if (chosen === undefined || builder === undefined) {
      width = record.length;
      const isHeader = selection.header ?? record.some((cell) => cell === '' || Number.isNaN(Number(cell)));
      if (isHeader) names = record;
      chosen = chooseColumns(source.name, selection, names, width);
      builder = new ChunkBuilder(chosen.indices.length, chosen.weight !== undefined, 'line');
      if (isHeader) continue;
    }
    if (record.length !== width) throw fault(`must have ${width} columns, got ${record.length}`);
    const read = (column: number) => {
      const value = finiteNumber(record[column]);
      if (value !== undefined) return value;
      throw fault(`${columnName(names, column)} must be a finite number, got ${shownCell(record[column])}`);
    };
    const weight = chosen.weight === undefined ? 1 : read(chosen.weight);
    const row = builder.next(info.lines, weight);
    for (let j = 0; j < row.length; j++) row[j] = read(chosen.indices[j]);
    if (builder.isFull) yield builder.take();
  }
  if (builder) yield builder.take();
}

const columnName = (names: readonly string[] | undefined, column: number): string =>
  names ? `column ${column + 1} (${names[column]})` : `column ${column + 1}`;

async function* records(source: ByteSource, delimiter: string): AsyncGenerator<Record> {
  const parser = parse({
    bom: true,
    comment: '#',
    comment_no_infix: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const bytes = Readable.from(source, { objectMode: false });
  bytes.on('error', (error) => parser.destroy(error));
  bytes.pipe(parser);
  try {
    yield* parser as AsyncIterable<Record>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CommandError(`${source.name}: line ${error.lines ?? '?'}: ${error.message}`);
  } finally {
    bytes.destroy();
  }
}
