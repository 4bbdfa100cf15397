import { extname } from 'node:path';
import { CommandError } from '../CommandError.ts';
import { ByteSource } from './ByteSource.ts';
import type { RowChunk, RowSelection } from './RowChunk.ts';

export const FORMATS = ['npy', 'csv', 'tsv', 'jsonl', 'parquet', 'npz', 'mtx'] as const;
export type Format = (typeof FORMATS)[number];

export interface RowFile {
  readonly source: ByteSource;
  readonly chunks: AsyncGenerator<RowChunk>;
}

/** The rows of a file, or of standard input for `-`; the format by name, by extension or by the first bytes. */
export async function openRows(
  path: string,
  selection: RowSelection,
  format: Format | undefined,
): Promise<RowFile> {
  const source = await ByteSource.open(path);
  try {
    const known = format ?? byExtension(path) ?? byContent(source.name, await source.peek(4096));
    return { source, chunks: await readerOf(known, source, selection) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Readers are loaded when they are needed: a look at --help loads none. */
async function readerOf(
  format: Format,
  source: ByteSource,
  selection: RowSelection,
): Promise<AsyncGenerator<RowChunk>> {
  switch (format) {
    case 'npy':
      return (await import('./npyRows.ts')).npyRows(source, selection);
    case 'parquet':
      return (await import('./parquetRows.ts')).parquetRows(source, selection);
    case 'npz':
      return (await import('./npzRows.ts')).npzRows(source, selection);
    case 'mtx':
      return (await import('./matrixMarketRows.ts')).matrixMarketRows(source, selection);
    case 'jsonl':
      return (await import('./jsonLinesRows.ts')).jsonLinesRows(source, selection);
    default:
      return (await import('./delimitedRows.ts')).delimitedRows(
        source,
        format === 'csv' ? ',' : '\t',
        selection,
      );
  }
}

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.npy': 'npy',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
  '.npz': 'npz',
  '.mtx': 'mtx',
};

const byExtension = (path: string): Format | undefined => EXTENSIONS[extname(path).toLowerCase()];

function byContent(name: string, bytes: Uint8Array): Format {
  if (bytes.length === 0) throw new CommandError(`${name}: is empty`);
  const text = new TextDecoder('latin1').decode(bytes);
  if (text.startsWith('\x93NUMPY')) return 'npy';
  if (text.startsWith('PAR1')) return 'parquet';
  if (text.startsWith('\x1f\x8b')) throw new CommandError(`${name}: is compressed; pipe it through zcat`);
  if (text.startsWith('PK')) return 'npz';
  if (/^%%matrixmarket/i.test(text)) return 'mtx';
  if (/^[\s\ufeff]*[[{]/.test(text)) return 'jsonl';
  if (text.includes('\0')) {
    throw new CommandError(`${name}: is in no format known here (${FORMATS.join(', ')}); give --format`);
  }
  return text.split('\n', 1)[0].includes('\t') ? 'tsv' : 'csv';
}
