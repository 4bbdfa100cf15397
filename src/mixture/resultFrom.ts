import type { Random } from '../random.ts';
import { criteria } from './criteria.ts';
import type { ExpectationMaximization } from './ExpectationMaximization.ts';
import type { MixtureFitResult, RestartSummary } from './MixtureFitResult.ts';
import type { MixtureSettings } from './MixtureSettings.ts';
import { stateOf } from './MixtureState.ts';
import { mixtureOf } from './mixtureOf.ts';
import { nonZeros } from './nonZeros.ts';
import { resultOf } from './resultOf.ts';
import { seededState } from './seededState.ts';
import { unsoundComponents } from './unsoundComponents.ts';

/** What is known beside the run that the result comes from. */
export interface Circumstances {
  readonly n: number;
  readonly settings: MixtureSettings;
  readonly random: Random;
  readonly restarts: RestartSummary;
  readonly splitMerge: MixtureFitResult['splitMerge'];
  readonly aborted: boolean;
  readonly threads: number;
  readonly responsibilities: Float64Array | undefined;
}

/** The result of a run that has ended. */
export function resultFrom(em: ExpectationMaximization, circumstances: Circumstances): MixtureFitResult {
  const { n, settings, random, restarts, splitMerge, aborted, threads, responsibilities } = circumstances;
  const evaluated = resultOf(em);
  const { parameters, statistics } = evaluated;
  return {
    mixture: mixtureOf(parameters),
    p: parameters.p,
    n,
    weight: statistics.total,
    logLikelihood: statistics.logLikelihood,
    classificationLogLikelihood: statistics.classification,
    trace: em.trace,
    iterations: em.trace.length - 1,
    converged: em.converged,
    aborted: aborted && !em.converged,
    threads,
    ...criteria(parameters, statistics, settings),
    nonZeros: nonZeros(parameters),
    restarts,
    splitMerge,
    ...unsoundComponents(evaluated, settings),
    removed: settings.k - parameters.weights.length,
    responsibilities,
    state: stateOf(em.position, seededState(random)),
  };
}
