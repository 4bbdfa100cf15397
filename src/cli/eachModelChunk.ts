import type { VonMisesFisherMixture } from '../mixture/index.ts';
import { CommandError } from './CommandError.ts';
import { forEachChunk, nameOf } from './readStatistics.ts';
import type { RowOptions } from './rowOptions.ts';
import type { RowChunk } from './rows/RowChunk.ts';

/** Hands the rows of some files over in pieces, of as many columns as a model has; no more in memory than one piece. */
export async function eachModelChunk(
  files: readonly string[],
  { p }: VonMisesFisherMixture,
  options: RowOptions,
  use: (chunk: RowChunk) => void | Promise<void>,
): Promise<void> {
  for (const file of files) {
    let n = 0;
    await forEachChunk(file, options, (chunk, name) => {
      if (chunk.p !== p) {
        throw new CommandError(`${name}: must have ${p} columns as the model has, got ${chunk.p}`);
      }
      n += chunk.n;
      return use(chunk);
    });
    if (n === 0) throw new CommandError(`${nameOf(file)}: has no rows`);
  }
}
