import { describe } from '../../special/arrays.ts';
import { labelsFrom } from '../labelsFrom.ts';
import { type MixtureData, type MixtureRowOptions, mixtureData } from '../MixtureData.ts';
import type { RowChunk, RowSource, WeightedChunk } from './RowSource.ts';

const isWeighted = (chunk: RowChunk): chunk is WeightedChunk =>
  chunk !== null && typeof chunk === 'object' && 'rows' in chunk;

/** What rows and labels of a chunk are checked against. */
export interface ChunkRules extends MixtureRowOptions {
  /** How many components there are, and whether k stands for noise. */
  readonly k: number;
  readonly hasNoise: boolean;
}

/** A chunk checked; a row that is refused is named by its place in the chunk. */
function checked(caller: string, chunk: RowChunk, at: number, rules: ChunkRules): MixtureData {
  const named = `${caller}: chunk ${at}`;
  if (!isWeighted(chunk)) return mixtureData(named, chunk, rules);
  const data = mixtureData(named, chunk.rows, rules, chunk.sampleWeights);
  return { ...data, labels: labelsFrom(named, chunk.labels, data.n, rules.k, rules.hasNoise) };
}

/** Makes one pass over a source, chunk by chunk; ends early with false where `signal` says so. */
export async function eachChunk(
  caller: string,
  source: RowSource,
  rules: ChunkRules,
  signal: AbortSignal | undefined,
  visit: (chunk: MixtureData) => void,
): Promise<boolean> {
  if (typeof source !== 'function') {
    throw new TypeError(`${caller}: source must be a function that opens the rows, got ${describe(source)}`);
  }
  let at = 0;
  let dimension = rules.dimension;
  for await (const chunk of source()) {
    if (signal?.aborted) return false;
    const data = checked(caller, chunk, at, { ...rules, dimension });
    dimension = data.p;
    if (data.n > 0) visit(data);
    at++;
  }
  return !signal?.aborted;
}
