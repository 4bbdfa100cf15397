import { randomFrom } from '../../random.ts';
import { requireInteger, requireNumber, requireOneOf } from '../../validate.ts';
import { ExpectationMaximization } from '../ExpectationMaximization.ts';
import type { MixtureFitResult } from '../MixtureFitResult.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import { resultFrom } from '../resultFrom.ts';
import { resultOf } from '../resultOf.ts';
import { singleRun } from '../singleRun.ts';
import { Crew } from '../threads/Crew.ts';
import { unsoundCount } from '../unsoundComponents.ts';
import { Watch } from '../Watch.ts';
import { chunkRules } from './chunkRules.ts';
import type { MixtureStreamOptions } from './MixtureStreamOptions.ts';
import { passStatistics } from './passStatistics.ts';
import type { RowSource } from './RowSource.ts';
import { stepwisePasses } from './stepwisePasses.ts';
import { streamStart } from './streamStart.ts';

const caller = 'fitMixtureStream';

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
  const { position, settings, restarts } = await streamStart(caller, source, k, options, context);
  const parameters = 'trace' in position ? position.parameters : position;
  const first =
    method === 'full'
      ? position
      : await stepwisePasses(caller, source, parameters, settings, options, context);
  const rules = chunkRules(k, options);
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
