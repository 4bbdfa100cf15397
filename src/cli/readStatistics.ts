import { SufficientStatistics } from '../index.ts';
import { CommandError } from './CommandError.ts';
import { faultOfRow } from './faultOfRow.ts';
import { type RowOptions, selectionOf } from './rowOptions.ts';
import { openRows } from './rows/openRows.ts';
import type { RowChunk } from './rows/RowChunk.ts';
import { startProgress } from './startProgress.ts';

/** Hands the rows of a file over in pieces, never more of it in memory than one, with progress on a terminal. */
export async function forEachChunk(
  path: string,
  options: RowOptions,
  use: (chunk: RowChunk, name: string) => void | Promise<void>,
): Promise<void> {
  const { source, chunks } = await openRows(path, selectionOf(options), options.format);
  const progress = startProgress({
    stream: process.stderr,
    total: source.size,
    scale: 2 ** 20,
    unit: 'MiB',
  });
  try {
    for await (const chunk of chunks) {
      try {
        if (chunk.n > 0) await use(chunk, source.name);
      } catch (error) {
        throw faultOfRow(source.name, chunk, options.normalize ?? false, error);
      }
      progress.update(source.consumed);
    }
  } finally {
    progress.stop();
    await source.close();
  }
}

/** The sufficient statistics of all rows of some files. */
export async function readStatistics(
  paths: readonly string[],
  options: RowOptions,
): Promise<SufficientStatistics> {
  const { normalize = false } = options;
  let statistics: SufficientStatistics | undefined;
  for (const path of paths) {
    const before = statistics?.n ?? 0;
    await forEachChunk(path, options, ({ data, p, weights }, name) => {
      statistics ??= new SufficientStatistics(p);
      if (p !== statistics.p) {
        throw new CommandError(`${name}: must have ${statistics.p} columns as ${paths[0]} has, got ${p}`);
      }
      statistics.add(data, weights ? { normalize, weights } : { normalize });
    });
    if (statistics === undefined || statistics.n === before) {
      throw new CommandError(`${nameOf(path)}: has no rows`);
    }
  }
  if (statistics === undefined) throw new CommandError('no file is given', 2);
  return statistics;
}

/** How messages call a file. */
export const nameOf = (path: string): string => (path === '-' ? 'standard input' : path);
