import { type Random, randomFrom } from '../../random.ts';
import { requireInteger, requireNumber, requireOneOf } from '../../validate.ts';
import { type EmPosition, ExpectationMaximization } from '../ExpectationMaximization.ts';
import { expectation } from '../expectation.ts';
import type { FitContext } from '../FitContext.ts';
import { givenParameters } from '../initialize/givenParameters.ts';
import { initializationMethods, startingParameters } from '../initialize/startingParameters.ts';
import type { MixtureData } from '../MixtureData.ts';
import type { InitializationMethod, MixtureFitOptions } from '../MixtureFitOptions.ts';
import type { MixtureFitResult, RestartSummary } from '../MixtureFitResult.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import { type MixtureSettings, mixtureSettings } from '../MixtureSettings.ts';
import { positionOf } from '../MixtureState.ts';
import { pilotRows } from '../pilotRows.ts';
import { requireModel } from '../requireModel.ts';
import { resultFrom } from '../resultFrom.ts';
import { resultOf } from '../resultOf.ts';
import { searchStarts } from '../searchStarts.ts';
import { singleRun } from '../singleRun.ts';
import { Crew } from '../threads/Crew.ts';
import { unsoundCount } from '../unsoundComponents.ts';
import { Watch } from '../Watch.ts';
import { type ChunkRules, eachChunk } from './eachChunk.ts';
import { passStatistics } from './passStatistics.ts';
import { Reservoir } from './Reservoir.ts';
import type { RowSource } from './RowSource.ts';
import { StepwiseMaximization } from './StepwiseMaximization.ts';

export interface MixtureStreamOptions
  extends Omit<MixtureFitOptions, 'sampleWeights' | 'labels' | 'responsibilities' | 'splitMerge'> {
  /**
   * 'full': exact EM, each step a pass over all rows. 'mini-batch': parameters move with every chunk, and one pass
   * at the end evaluates them.
   * @default 'full'
   */
  readonly method?: 'full' | 'mini-batch' | undefined;
  /** Passes with moving parameters of 'mini-batch'. @default 1 */
  readonly passes?: number | undefined;
  /** a of its steps (t + 2)^-a, in (0.5, 1]. @default 0.7 */
  readonly stepExponent?: number | undefined;
}

const caller = 'fitMixtureStream';

interface Start {
  readonly position: MixtureParameters | EmPosition;
  readonly settings: MixtureSettings;
  readonly restarts: RestartSummary | undefined;
}

/** What the chunks are checked against. */
const rulesOf = (k: number, { dimension, normalize, noise }: MixtureStreamOptions): ChunkRules => ({
  ...{ dimension, normalize, k },
  hasNoise: noise !== undefined && noise !== false,
});

/** A pass that samples rows, and the best of several starts on these. */
async function sampledStart(
  source: RowSource,
  k: number,
  options: MixtureStreamOptions,
  context: FitContext,
): Promise<Start> {
  const { initialization = 'k-means++', signal } = options;
  const { random } = context;
  const reservoir = new Reservoir((p) => pilotRows(p, Math.max(1, k)), random);
  const rules = rulesOf(k, options);
  const whole = await eachChunk(caller, source, rules, signal, (chunk) => reservoir.add(chunk));
  if (!whole) throw signal?.reason;
  if (reservoir.n === 0) throw new RangeError(`${caller}: source must have at least one row, got none`);
  if (!(reservoir.total > 0)) {
    throw new RangeError(`${caller}: sampleWeights must not all be 0, got ${reservoir.n} zeros`);
  }
  const pilot = reservoir.data();
  const settings = mixtureSettings(caller, pilot.p, k, { ...options, labels: pilot.labels });
  if (typeof initialization !== 'string') {
    return { position: given(pilot, initialization, settings, random), settings, restarts: undefined };
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

function given(
  pilot: MixtureData,
  initialization: Exclude<MixtureFitOptions['initialization'], string | undefined>,
  settings: MixtureSettings,
  random: Random,
): MixtureParameters {
  return givenParameters(caller, pilot, initialization, settings, random);
}

function startOf(
  source: RowSource,
  k: number,
  options: MixtureStreamOptions,
  context: FitContext,
): Promise<Start> {
  const { resume } = options;
  const { random } = context;
  if (resume === undefined) return sampledStart(source, k, options, context);
  const position = positionOf(caller, resume);
  const settings = mixtureSettings(caller, position.parameters.p, k, options);
  requireModel(caller, position, settings);
  if (resume.random !== null && 'state' in random) {
    (random as { state: Uint32Array }).state = Uint32Array.from(resume.random);
  }
  return Promise.resolve({ position, settings, restarts: undefined });
}

/** Passes of stepwise EM from `parameters`. */
async function stepwise(
  source: RowSource,
  parameters: MixtureParameters,
  settings: MixtureSettings,
  options: MixtureStreamOptions,
  { random, watch, crew }: FitContext,
): Promise<MixtureParameters> {
  const { passes = 1, stepExponent = 0.7, signal } = options;
  const stepper = new StepwiseMaximization(parameters, settings, stepExponent);
  const rules = { ...rulesOf(settings.k, options), dimension: parameters.p };
  let n = 0;
  for (let pass = 0; pass < passes; pass++) {
    let seen = 0;
    await eachChunk(caller, source, rules, signal, (chunk) => {
      seen += chunk.total;
      n = Math.max(n, seen);
      const statistics = expectation(chunk, stepper.parameters, settings, random, crew);
      stepper.advance(statistics, n);
      watch.report(
        {
          stage: 'stream',
          run: pass,
          runs: passes,
          iteration: pass + 1,
          objective: statistics.logLikelihood,
          components: settings.k,
        },
        () => ({
          run: stepper,
          position: { parameters: stepper.parameters, trace: [], change: Number.NaN },
          unsound: 0,
          random,
        }),
      );
    });
  }
  return stepper.parameters;
}

/**
 * A mixture of von Mises-Fisher distributions fitted to rows that are read chunk by chunk, for data larger than memory.
 *
 *   'full'         EM as fitMixture, each step one pass over the source: the same steps to within rounding, however
 *                  the rows are cut
 *   'mini-batch'   stepwise EM (StepwiseMaximization.ts): `passes` passes in which the parameters move with every
 *                  chunk, then one that evaluates them; rows should come in no order
 *
 * One pass comes before: a random sample of rows, some thousand, and of labelled rows as many, on which starts are
 * tried as in fitMixture. Memory holds that sample, a chunk, and some K x p arrays.
 *
 * @param source a function that opens the rows anew for each pass: an iterable or async iterable of chunks, each a
 *   flat Float64Array or Float32Array with `dimension`, an array of rows, a CSR matrix, or { rows, sampleWeights, labels }
 * @param k how many components
 * @param options those of fitMixture, weights and labels coming with the chunks; `method`, `passes`, `stepExponent`
 * @returns as fitMixture, its log-likelihood that of all rows. With `signal`, an abort after the first pass under
 *   the parameters gives the best so far and a `state` to go on from
 * @throws TypeError or RangeError as fitMixture does, naming the chunk; what the source throws; the signal's reason
 *   where it aborts before there is a result
 * @example
 * const rows = [[1, 0], [0.8, 0.6], [0.8, -0.6], [-1, 0], [-0.8, 0.6], [-0.8, -0.6]];
 * const source = () => [rows.slice(0, 4), rows.slice(4)];
 * const result = await fitMixtureStream(source, 2, { concentration: 'common', seed: 1 });
 * result.mixture.components[0].kappa; // 4.03298...
 */
export async function fitMixtureStream(
  source: RowSource,
  k: number,
  options: MixtureStreamOptions = {},
): Promise<MixtureFitResult> {
  const { method = 'full', passes = 1, stepExponent = 0.7, signal } = options;
  requireOneOf(caller, 'method', method, ['full', 'mini-batch']);
  requireInteger(caller, 'passes', passes, 1);
  requireInteger(caller, 'k', k, 1);
  requireNumber(caller, 'stepExponent', stepExponent);
  if (!(stepExponent > 0.5 && stepExponent <= 1)) {
    throw new RangeError(`${caller}: stepExponent must lie in (0.5, 1], got ${stepExponent}`);
  }
  const random = randomFrom(caller, options);
  const { workers = 1 } = options;
  requireInteger(caller, 'workers', workers, 1);
  const watch = new Watch(options);
  const context = { random, watch, crew: new Crew(workers) };
  const { position, settings, restarts } = await startOf(source, k, options, context);
  const parameters = 'trace' in position ? position.parameters : position;
  const first = method === 'full' ? position : await stepwise(source, parameters, settings, options, context);
  const rules = rulesOf(k, options);
  const passUnder = (present: MixtureParameters) =>
    passStatistics(caller, source, rules, signal, present, settings, context);
  let pass = await passUnder('trace' in first ? first.parameters : first);
  if (pass === undefined) throw signal?.reason;
  const { n, labelled } = pass;
  const em = new ExpectationMaximization(
    {
      ...settings,
      // Where a fit is resumed, this pass is the first that sees labels.
      minWeight: labelled ? 0 : settings.minWeight,
      maxIterations: method === 'full' ? settings.maxIterations : 0,
    },
    first,
  );
  while (pass !== undefined) {
    const components = em.parameters.weights.length;
    em.advance(pass.statistics);
    const { length } = em.trace;
    const objective = em.trace[length - 1];
    watch.report({ stage: 'stream', run: 0, runs: 1, iteration: length, objective, components }, () => ({
      run: em,
      position: em.position,
      unsound: unsoundCount(resultOf(em), settings),
      random,
    }));
    pass = em.done || watch.aborted ? undefined : await passUnder(em.parameters);
  }
  return resultFrom(em, {
    n,
    settings,
    random,
    restarts: restarts ?? singleRun(em, n, settings),
    splitMerge: { tried: 0, accepted: 0 },
    aborted: watch.aborted,
    threads: context.crew.threads,
    responsibilities: undefined,
  });
}
