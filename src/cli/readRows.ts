import { SufficientStatistics } from '../index.ts';
import { CommandError } from './CommandError.ts';
import { forEachChunk, nameOf } from './readStatistics.ts';
import type { RowOptions } from './rowOptions.ts';

export interface AllRows {
  readonly data: Float64Array | Float32Array;
  readonly p: number;
}

/**
 * All rows of a file in memory, in single precision where the file has it. Each is looked at as it comes, so
 * that what is wrong with one is said with its place.
 */
export async function readRows(path: string, options: RowOptions): Promise<AllRows> {
  let data: Float64Array | Float32Array | undefined;
  let length = 0;
  let p = 0;
  await forEachChunk(path, options, (chunk) => {
    p = chunk.p;
    new SufficientStatistics(p).add(chunk.data, { normalize: options.normalize ?? false });
    const wanted = length + chunk.data.length;
    if (data === undefined || wanted > data.length) {
      const larger = Math.max(wanted, 2 * length);
      const room: Float64Array | Float32Array =
        chunk.data instanceof Float32Array ? new Float32Array(larger) : new Float64Array(larger);
      if (data) room.set(data.subarray(0, length));
      data = room;
    }
    data.set(chunk.data, length);
    length = wanted;
  });
  if (data === undefined) throw new CommandError(`${nameOf(path)}: has no rows`);
  return { data: data.subarray(0, length), p };
}
