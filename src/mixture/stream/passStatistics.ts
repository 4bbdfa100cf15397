import { expectation } from '../expectation.ts';
import type { FitContext } from '../FitContext.ts';
import type { MixtureData } from '../MixtureData.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import type { MixtureSettings } from '../MixtureSettings.ts';
import { type MixtureStatistics, mergeStatistics } from '../MixtureStatistics.ts';
import { requireLabelledColumns } from '../requireLabelledColumns.ts';
import { type ChunkRules, eachChunk } from './eachChunk.ts';
import type { RowSource } from './RowSource.ts';

export interface PassStatistics {
  readonly n: number;
  /** Whether a chunk had labels. */
  readonly labelled: boolean;
  readonly statistics: MixtureStatistics;
}

/** The statistics of all rows of a source under `parameters`; undefined where it was aborted. */
export async function passStatistics(
  caller: string,
  source: RowSource,
  rules: ChunkRules,
  signal: AbortSignal | undefined,
  parameters: MixtureParameters,
  settings: MixtureSettings,
  { random, crew }: FitContext,
): Promise<PassStatistics | undefined> {
  let sum: MixtureStatistics | undefined;
  let n = 0;
  let labelled = false;
  const here = { ...rules, dimension: parameters.p };
  const whole = await eachChunk(caller, source, here, signal, (chunk: MixtureData) => {
    if (chunk.labels !== undefined) {
      requireLabelledColumns(caller, parameters, rules.k, rules.hasNoise);
      labelled = true;
    }
    const added = expectation(chunk, parameters, settings, random, crew);
    sum = sum === undefined ? added : mergeStatistics(sum, added);
    n += chunk.n;
  });
  if (!whole) return undefined;
  if (sum === undefined) throw new RangeError(`${caller}: source must have at least one row, got none`);
  if (!(sum.total > 0)) throw new RangeError(`${caller}: sampleWeights must not all be 0, got ${n} zeros`);
  return { n, labelled, statistics: sum };
}
