import { SufficientStatistics } from '../index.ts';
import { CommandError } from './CommandError.ts';
import { forEachChunk, nameOf } from './readStatistics.ts';
import type { RowOptions } from './rowOptions.ts';
import { csrJoin } from './rows/csrJoin.ts';
import type { CsrRows } from './rows/csrSlice.ts';

export interface AllRows {
  readonly data: Float64Array | Float32Array | CsrRows;
  readonly n: number;
  readonly p: number;
  /** Undefined where no column of weights is asked for. */
  readonly weights: Float64Array | undefined;
}

/**
 * All rows of some files in memory, in single precision where the files have it. Each is looked at as it comes, so
 * that what is wrong with one is said with its place.
 */
export async function readRows(paths: readonly string[], options: RowOptions): Promise<AllRows> {
  const { normalize = false } = options;
  let data: Float64Array | Float32Array = new Float32Array(0);
  const sparse: CsrRows[] = [];
  let weights = new Float64Array(0);
  let n = 0;
  let p = 0;
  let weighted = false;
  for (const path of paths) {
    const before = n;
    await forEachChunk(path, options, (chunk, name) => {
      if (n > 0 && chunk.p !== p) {
        throw new CommandError(`${name}: must have ${p} columns as ${nameOf(paths[0])} has, got ${chunk.p}`);
      }
      const isSparse = 'indptr' in chunk.data;
      if (n > 0 && isSparse !== sparse.length > 0) {
        const rule = isSparse ? 'dense rows' : 'sparse rows';
        throw new CommandError(`${name}: must hold ${rule} as ${nameOf(paths[0])} does`);
      }
      p = chunk.p;
      new SufficientStatistics(p).add(
        chunk.data,
        chunk.weights ? { normalize, weights: chunk.weights } : { normalize },
      );
      if ('indptr' in chunk.data) sparse.push(chunk.data);
      else {
        data = roomFor(data, n * p, chunk.data);
        data.set(chunk.data, n * p);
      }
      if (chunk.weights) {
        weighted = true;
        if (weights.length < n + chunk.n) weights = grown(weights, n, n + chunk.n);
        weights.set(chunk.weights, n);
      }
      n += chunk.n;
    });
    if (n === before) throw new CommandError(`${nameOf(path)}: has no rows`);
  }
  return {
    data: sparse.length > 0 ? csrJoin(sparse) : data.subarray(0, n * p),
    ...{ n, p, weights: weighted ? weights.subarray(0, n) : undefined },
  };
}

function grown(values: Float64Array, used: number, wanted: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(wanted, 2 * used));
  larger.set(values.subarray(0, used));
  return larger;
}

/** `data` with room for `more` behind the first `used` values, in double precision once there is some in it. */
function roomFor(
  data: Float64Array | Float32Array,
  used: number,
  more: Float64Array | Float32Array,
): Float64Array | Float32Array {
  const wanted = used + more.length;
  const isDouble = data instanceof Float64Array || more instanceof Float64Array;
  if (wanted <= data.length && isDouble === data instanceof Float64Array) return data;
  const length = used === 0 ? wanted : Math.max(wanted, 2 * used);
  const room = isDouble ? new Float64Array(length) : new Float32Array(length);
  room.set(data.subarray(0, used));
  return room;
}
