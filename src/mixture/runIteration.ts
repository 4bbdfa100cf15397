import { type EmPosition, type EmSettings, ExpectationMaximization } from './ExpectationMaximization.ts';
import { expectation } from './expectation.ts';
import type { FitContext } from './FitContext.ts';
import type { MixtureData } from './MixtureData.ts';
import type { MixtureProgress } from './MixtureFitOptions.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import { resultOf } from './resultOf.ts';
import { unsoundCount } from './unsoundComponents.ts';

/** EM over rows in memory, from a start until it is done or the watch ends it; at least one pass. */
export function runIteration(
  data: MixtureData,
  start: MixtureParameters | EmPosition,
  settings: EmSettings,
  { random, watch, crew }: FitContext,
  place: Pick<MixtureProgress, 'stage' | 'run' | 'runs'>,
): ExpectationMaximization {
  const em = new ExpectationMaximization(settings, start);
  do {
    const { parameters } = em;
    em.advance(expectation(data, parameters, settings, random, crew));
    watch.report(
      {
        ...place,
        iteration: em.trace.length,
        objective: em.trace[em.trace.length - 1],
        components: parameters.weights.length,
      },
      () => ({ run: em, position: em.position, unsound: unsoundCount(resultOf(em), settings), random }),
    );
  } while (!em.done && !watch.aborted);
  return em;
}
