import { SufficientStatistics } from '../index.ts';
import type { WeightedChunk } from '../mixture/index.ts';
import { CommandError } from './CommandError.ts';
import { faultOfRow } from './faultOfRow.ts';
import { type AllRows, readRows } from './readRows.ts';
import { nameOf } from './readStatistics.ts';
import { type RowOptions, selectionOf } from './rowOptions.ts';
import { csrSlice } from './rows/csrSlice.ts';
import { openRows } from './rows/openRows.ts';
import { type RowChunk, rowsPerChunk } from './rows/RowChunk.ts';

export type ClusterChunk = WeightedChunk & { readonly rows: RowChunk['data'] };

/** Rows that are gone through again and again. */
export interface ClusterRows {
  readonly p: number;
  /** All of them, where they are in memory. */
  readonly inMemory: AllRows | undefined;
  /** A pass over them, a chunk at a time. */
  chunks(): AsyncIterable<ClusterChunk>;
}

export async function clusterRows(
  files: readonly string[],
  options: RowOptions & { readonly stream?: boolean },
  onRead: (rows: number) => void,
): Promise<ClusterRows> {
  if (options.stream) {
    const p = await columnsOf(files[0], options);
    return { p, inMemory: undefined, chunks: chunksOf(files, p, options, onRead) };
  }
  const all = await readRows(files, options);
  const step = rowsPerChunk(all.p);
  return {
    p: all.p,
    inMemory: all,
    async *chunks() {
      for (let first = 0; first < all.n; first += step) {
        const end = Math.min(all.n, first + step);
        const rows =
          'indptr' in all.data
            ? csrSlice(all.data, first, end)
            : all.data.subarray(first * all.p, end * all.p);
        yield { rows, sampleWeights: all.weights?.subarray(first, end) };
      }
    },
  };
}

/** How many columns the rows of a file have. */
async function columnsOf(file: string, options: RowOptions): Promise<number> {
  const { source, chunks } = await openRows(file, selectionOf(options), options.format);
  try {
    for await (const { n, p } of chunks) if (n > 0) return p;
  } finally {
    await source.close();
  }
  throw new CommandError(`${nameOf(file)}: has no rows`);
}

/** Opens the files anew for each pass. In the first, what is wrong with a row is said with its place. */
function chunksOf(
  files: readonly string[],
  width: number,
  options: RowOptions,
  onRead: (rows: number) => void,
): ClusterRows['chunks'] {
  const { normalize = false } = options;
  let checked = false;
  const check = (file: string, chunk: RowChunk) => {
    const { data, p, weights } = chunk;
    if (p !== width) {
      throw new CommandError(`${file}: must have ${width} columns as ${nameOf(files[0])} has, got ${p}`);
    }
    try {
      new SufficientStatistics(p).add(data, weights ? { normalize, weights } : { normalize });
    } catch (error) {
      throw faultOfRow(file, chunk, normalize, error);
    }
  };
  return async function* () {
    for (const file of files) {
      const { source, chunks } = await openRows(file, selectionOf(options), options.format);
      let n = 0;
      try {
        for await (const chunk of chunks) {
          if (chunk.n === 0) continue;
          if (!checked) check(source.name, chunk);
          n += chunk.n;
          onRead(chunk.n);
          yield { rows: chunk.data, sampleWeights: chunk.weights };
        }
      } finally {
        await source.close();
      }
      if (n === 0) throw new CommandError(`${nameOf(file)}: has no rows`);
    }
    checked = true;
  };
}
