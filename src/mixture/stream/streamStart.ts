import { requireOneOf } from '../../validate.ts';
import type { EmPosition } from '../ExpectationMaximization.ts';
import type { FitContext } from '../FitContext.ts';
import { givenParameters } from '../initialize/givenParameters.ts';
import { initializationMethods, startingParameters } from '../initialize/startingParameters.ts';
import type { MixtureData } from '../MixtureData.ts';
import type { InitializationMethod } from '../MixtureFitOptions.ts';
import type { RestartSummary } from '../MixtureFitResult.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import { type MixtureSettings, mixtureSettings } from '../MixtureSettings.ts';
import { positionOf } from '../MixtureState.ts';
import { pilotRows } from '../pilotRows.ts';
import { requireModel } from '../requireModel.ts';
import { resultOf } from '../resultOf.ts';
import { searchStarts } from '../searchStarts.ts';
import { restoreSeededState } from '../seededState.ts';
import { chunkRules } from './chunkRules.ts';
import { eachChunk } from './eachChunk.ts';
import type { MixtureStreamOptions } from './MixtureStreamOptions.ts';
import { Reservoir } from './Reservoir.ts';
import type { RowSource } from './RowSource.ts';

export interface StreamStart {
  readonly position: MixtureParameters | EmPosition;
  readonly settings: MixtureSettings;
  readonly restarts: RestartSummary | undefined;
}

/** A pass that samples rows, and the best of several starts on these. */
async function sampledStart(
  caller: string,
  source: RowSource,
  k: number,
  options: MixtureStreamOptions,
  context: FitContext,
): Promise<StreamStart> {
  const { initialization = 'k-means++', signal } = options;
  const { random } = context;
  const reservoir = new Reservoir((p) => pilotRows(p, Math.max(1, k)), random);
  const rules = chunkRules(k, options);
  const whole = await eachChunk(caller, source, rules, signal, (chunk) => reservoir.add(chunk));
  if (!whole) throw signal?.reason;
  if (reservoir.n === 0) throw new RangeError(`${caller}: source must have at least one row, got none`);
  if (!(reservoir.total > 0)) {
    throw new RangeError(`${caller}: sampleWeights must not all be 0, got ${reservoir.n} zeros`);
  }
  const pilot = reservoir.data();
  const settings = mixtureSettings(caller, pilot.p, k, { ...options, labels: pilot.labels });
  if (typeof initialization !== 'string') {
    const position = givenParameters(caller, pilot, initialization, settings, random);
    return { position, settings, restarts: undefined };
  }
  requireOneOf(caller, 'initialization', initialization, initializationMethods);
  const start = (rows: MixtureData) =>
    startingParameters(rows, initialization as InitializationMethod, settings, random);
  // Starts are compared on the sample alone, each to convergence, so that the source is read for the best only.
  const { best, summary } = searchStarts(pilot, start, settings, {
    ...context,
    watch: context.watch.onSample(),
  });
  return { position: resultOf(best).parameters, settings, restarts: summary };
}

/** Where the first pass begins: at the position of `resume`, or at the best start on a sample of the rows. */
export function streamStart(
  caller: string,
  source: RowSource,
  k: number,
  options: MixtureStreamOptions,
  context: FitContext,
): Promise<StreamStart> {
  const { resume } = options;
  if (resume === undefined) return sampledStart(caller, source, k, options, context);
  const position = positionOf(caller, resume);
  const settings = mixtureSettings(caller, position.parameters.p, k, options);
  requireModel(caller, position, settings);
  restoreSeededState(context.random, resume.random);
  return Promise.resolve({ position, settings, restarts: undefined });
}
