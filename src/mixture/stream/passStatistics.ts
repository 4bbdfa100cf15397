import { expectation } from '../expectation.ts';
import type { FitContext } from '../FitContext.ts';
import type { MixtureData, MixtureRowOptions } from '../MixtureData.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import type { MixtureSettings } from '../MixtureSettings.ts';
import { type MixtureStatistics, mergeStatistics } from '../MixtureStatistics.ts';
import { eachChunk } from './eachChunk.ts';
import type { RowSource } from './RowSource.ts';

export interface PassStatistics {
  readonly n: number;
  readonly statistics: MixtureStatistics;
}

/** The statistics of all rows of a source under `parameters`; undefined where it was aborted. */
export async function passStatistics(
  caller: string,
  source: RowSource,
  options: MixtureRowOptions & { readonly signal?: AbortSignal | undefined },
  parameters: MixtureParameters,
  settings: MixtureSettings,
  { random, crew }: FitContext,
): Promise<PassStatistics | undefined> {
  let sum: MixtureStatistics | undefined;
  let n = 0;
  const rowOptions = { ...options, dimension: parameters.p };
  const whole = await eachChunk(caller, source, rowOptions, options.signal, (chunk: MixtureData) => {
    const here = expectation(chunk, parameters, settings, random, crew);
    sum = sum === undefined ? here : mergeStatistics(sum, here);
    n += chunk.n;
  });
  if (!whole) return undefined;
  if (sum === undefined) throw new RangeError(`${caller}: source must have at least one row, got none`);
  if (!(sum.total > 0)) throw new RangeError(`${caller}: sampleWeights must not all be 0, got ${n} zeros`);
  return { n, statistics: sum };
}
