import { type Random, randomFrom } from '../random.ts';
import type { Rows } from '../rows.ts';
import { requireOneOf } from '../validate.ts';
import type { ExpectationMaximization } from './ExpectationMaximization.ts';
import { eachPosterior } from './eachPosterior.ts';
import type { FitContext } from './FitContext.ts';
import { givenParameters } from './initialize/givenParameters.ts';
import { initializationMethods, startingParameters } from './initialize/startingParameters.ts';
import { JointDensity } from './JointDensity.ts';
import { labelsFrom } from './labelsFrom.ts';
import { type MixtureData, mixtureData } from './MixtureData.ts';
import type { InitializationMethod, MixtureFitOptions } from './MixtureFitOptions.ts';
import type { MixtureFitResult, RestartSummary } from './MixtureFitResult.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import { type MixtureSettings, mixtureSettings } from './MixtureSettings.ts';
import { positionOf } from './MixtureState.ts';
import { requireLabelledColumns } from './requireLabelledColumns.ts';
import { requireModel } from './requireModel.ts';
import { resultFrom } from './resultFrom.ts';
import { resultOf } from './resultOf.ts';
import { runIteration } from './runIteration.ts';
import { searchMoves } from './searchMoves.ts';
import { searchStarts } from './searchStarts.ts';
import { restoreSeededState } from './seededState.ts';
import { singleRun } from './singleRun.ts';
import { Crew } from './threads/Crew.ts';
import { Watch } from './Watch.ts';

const caller = 'fitMixture';

function responsibilities(data: MixtureData, parameters: MixtureParameters): Float64Array {
  const density = new JointDensity(parameters);
  const out = new Float64Array(data.n * density.columns);
  eachPosterior(density, density.pass(data), data, (first, _, shares) =>
    out.set(shares, first * density.columns),
  );
  return out;
}

function starter(data: MixtureData, options: MixtureFitOptions, settings: MixtureSettings, random: Random) {
  const { initialization = 'k-means++' } = options;
  if (typeof initialization !== 'string') {
    const given = givenParameters(caller, data, initialization, settings, random);
    return () => given;
  }
  requireOneOf(caller, 'initialization', initialization, initializationMethods);
  return (rows: MixtureData) =>
    startingParameters(rows, initialization as InitializationMethod, settings, random);
}

/** The single run that `resume` asks for. */
function resumed(
  data: MixtureData,
  options: MixtureFitOptions,
  settings: MixtureSettings,
  context: FitContext,
): { best: ExpectationMaximization; summary: RestartSummary } {
  const state = options.resume as NonNullable<MixtureFitOptions['resume']>;
  const position = positionOf(caller, state);
  if (position.parameters.p !== data.p) {
    throw new RangeError(`${caller}: resume must have dimension ${data.p}, got ${position.parameters.p}`);
  }
  if (data.labels !== undefined) {
    requireLabelledColumns(caller, position.parameters, settings.k, settings.hasNoise);
  }
  requireModel(caller, position, settings);
  restoreSeededState(context.random, state.random);
  const best = runIteration(data, position, settings, context, { stage: 'polish', run: 0, runs: 1 });
  return { best, summary: singleRun(best, data.n, settings) };
}

/**
 * A mixture of von Mises-Fisher distributions fitted to rows by expectation and maximisation.
 *
 *   r_ik = α_k f_k(x_i)/Σ_l α_l f_l(x_i);   α_k = W_k/W,   μ_k = S_k/|S_k|,   A_p(κ_k) = |S_k|/W_k
 *   with W_k = Σ w_i r_ik, S_k = Σ w_i r_ik x_i
 *
 * from several starts: `restarts` short runs, the best `polish` of them to convergence (on a sample, where the rows are
 * many, and then the best on all rows), and on request attempts to split and merge. Any p >= 2 and K; memory beyond the
 * rows is one block of responsibilities and some K x p arrays. κ is exact in any dimension by default. With a seed, the
 * bits are the same at every call.
 *
 * The likelihood of a mixture with free κ has no maximum: a component that settles on one row, or on equal rows, gains
 * without end. κ stops at `maxKappa`, components there are listed in `degenerate`, those that hold no more than two
 * rows in `spurious`, and runs without either come first. `prior` bounds the likelihood by itself. Soft and hard EM
 * never lower their objective with the exact estimator.
 *
 * `sparsity` takes β Σ|μ_k|₁ off what is maximised, so that small coordinates of the directions become 0
 * (sparsePrototypes.ts); the log-likelihood and the criteria of the result are without it, and `trace` has it.
 *
 * A component without rows is taken out and counted in `removed`, unless weights, concentrations or labels tie
 * components to their place: then it stays, and waits for rows.
 *
 * @param data a flat Float64Array or Float32Array with `dimension`, an array of rows, or a CSR matrix
 * @param k how many components
 * @param options see MixtureFitOptions
 * @throws TypeError for data or options of the wrong kind; RangeError for no rows, rows of another length or norm,
 *   NaN, weights, labels or options out of range
 * @see Banerjee, Dhillon, Ghosh & Sra, JMLR 6 (2005); Hornik & Grün, J. Stat. Softw. 58(10) (2014)
 * @example
 * const rows = [[1, 0], [0.8, 0.6], [0.8, -0.6], [-1, 0], [-0.8, 0.6], [-0.8, -0.6]];
 * const result = fitMixture(rows, 2, { seed: 1, concentration: 'common' });
 * result.mixture.weights[0];          // 0.5
 * result.mixture.components[0].kappa; // 4.03300...
 * result.degenerate.length;           // 0
 */
export function fitMixture(data: Rows, k: number, options: MixtureFitOptions = {}): MixtureFitResult {
  const rows = mixtureData(caller, data, options, options.sampleWeights);
  if (rows.n === 0) throw new RangeError(`${caller}: data must have at least one row, got none`);
  if (!(rows.total > 0)) {
    throw new RangeError(`${caller}: sampleWeights must not all be 0, got ${rows.n} zeros`);
  }
  const settings = mixtureSettings(caller, rows.p, k, options);
  const labels = labelsFrom(caller, options.labels, rows.n, k, settings.hasNoise);
  const labelled = { ...rows, labels };
  const random = randomFrom(caller, options);
  const context = { random, watch: new Watch(options), crew: new Crew(settings.workers) };
  const { best, summary } =
    options.resume === undefined
      ? searchStarts(labelled, starter(labelled, options, settings, random), settings, context)
      : resumed(labelled, options, settings, context);
  const moves = labels ? { best, tried: 0, accepted: 0 } : searchMoves(labelled, best, settings, context);
  const { tried, accepted } = moves;
  return resultFrom(moves.best, {
    n: rows.n,
    settings,
    random,
    restarts: summary,
    splitMerge: { tried, accepted },
    aborted: context.watch.aborted,
    threads: context.crew.threads,
    responsibilities: options.responsibilities
      ? responsibilities(labelled, resultOf(moves.best).parameters)
      : undefined,
  });
}
