/** Rows of .jsonl text: a JSON array of numbers, or an object with numbers or one such array, on every line. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { CommandError } from '../CommandError.ts';
import type { ByteSource } from './ByteSource.ts';
import { type ChosenColumns, chooseColumns, requireTwo } from './chooseColumns.ts';
import { chooseFields } from './chooseFields.ts';
import { ChunkBuilder, type RowChunk, type RowSelection } from './RowChunk.ts';
import { shownCell } from './shownCell.ts';

/** From a parsed line to its numbers and weight. */
type Reading = (value: unknown) => { readonly cells: readonly unknown[]; readonly weight: unknown };

export async function* jsonLinesRows(source: ByteSource, selection: RowSelection): AsyncGenerator<RowChunk> {
  const lines = createInterface({ input: Readable.from(source), crlfDelay: Number.POSITIVE_INFINITY });
  let reading: Reading | undefined;
  let builder: ChunkBuilder | undefined;
  let p = 0;
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    const fault = (what: string) => new CommandError(`${source.name}: line ${line}: ${what}`);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw fault(`is not JSON: ${(error as Error).message}`);
    }
    if (typeof value !== 'object' || value === null) {
      throw fault(`must be an array of numbers or an object, got ${shownCell(value)}`);
    }
    reading ??= readingOf(source.name, value, selection);
    const { cells, weight } = reading(value);
    if (builder === undefined) {
      p = cells.length;
      requireTwo(source.name, p);
      builder = new ChunkBuilder(p, selection.weights !== undefined, 'line');
    }
    if (cells.length !== p) throw fault(`must have ${p} numbers, got ${cells.length}`);
    const number = (cell: unknown, what: string) => {
      if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
      throw fault(`${what} must be a finite number, got ${shownCell(cell)}`);
    };
    const row = builder.next(line, selection.weights === undefined ? 1 : number(weight, 'the weight'));
    for (let j = 0; j < p; j++) row[j] = number(cells[j], `number ${j + 1}`);
    if (builder.isFull) yield builder.take();
  }
  if (builder) yield builder.take();
}

function readingOf(file: string, first: object, selection: RowSelection): Reading {
  if (Array.isArray(first)) {
    const { indices, weight }: ChosenColumns = chooseColumns(file, selection, undefined, first.length);
    if (selection.columns === undefined && weight === undefined) {
      return (value) => ({ cells: Array.isArray(value) ? value : [], weight: 1 });
    }
    return (value) => {
      const cells: readonly unknown[] = Array.isArray(value) ? value : [];
      return {
        cells: cells.length === first.length ? indices.map((i) => cells[i]) : [],
        weight: weight === undefined ? 1 : cells[weight],
      };
    };
  }
  const fields = chooseFields(
    file,
    selection,
    Object.entries(first).map(([name, value]) => ({
      name,
      kind: Array.isArray(value) ? 'list' : typeof value === 'number' ? 'number' : 'other',
    })),
  );
  return (value) => {
    const object = value as Readonly<Record<string, unknown>>;
    const found = fields.names.map((name) => object[name]);
    return {
      cells: fields.isList ? (Array.isArray(found[0]) ? found[0] : []) : found,
      weight: fields.weight === undefined ? 1 : object[fields.weight],
    };
  };
}
