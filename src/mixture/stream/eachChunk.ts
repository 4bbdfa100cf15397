import { describe } from '../../special/arrays.ts';
import { type MixtureData, type MixtureRowOptions, mixtureData } from '../MixtureData.ts';
import type { RowChunk, RowSource, WeightedChunk } from './RowSource.ts';

const isWeighted = (chunk: RowChunk): chunk is WeightedChunk =>
  chunk !== null && typeof chunk === 'object' && 'rows' in chunk;

/** A chunk checked; a row that is refused is named by its place in the chunk. */
function checked(caller: string, chunk: RowChunk, at: number, options: MixtureRowOptions): MixtureData {
  const named = `${caller}: chunk ${at}`;
  return isWeighted(chunk)
    ? mixtureData(named, chunk.rows, options, chunk.sampleWeights)
    : mixtureData(named, chunk, options);
}

/** Makes one pass over a source, chunk by chunk; ends early with false where `signal` says so. */
export async function eachChunk(
  caller: string,
  source: RowSource,
  options: MixtureRowOptions,
  signal: AbortSignal | undefined,
  visit: (chunk: MixtureData) => void,
): Promise<boolean> {
  if (typeof source !== 'function') {
    throw new TypeError(`${caller}: source must be a function that opens the rows, got ${describe(source)}`);
  }
  let at = 0;
  let dimension = options.dimension;
  for await (const chunk of source()) {
    if (signal?.aborted) return false;
    const data = checked(caller, chunk, at, { ...options, dimension });
    dimension = data.p;
    if (data.n > 0) visit(data);
    at++;
  }
  return !signal?.aborted;
}
