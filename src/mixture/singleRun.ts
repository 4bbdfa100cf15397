import type { ExpectationMaximization } from './ExpectationMaximization.ts';
import type { RestartSummary } from './MixtureFitResult.ts';
import type { MixtureSettings } from './MixtureSettings.ts';
import { resultOf } from './resultOf.ts';
import { unsoundCount } from './unsoundComponents.ts';

/** The report of a fit from one start, on `rows` rows. */
export function singleRun(
  em: ExpectationMaximization,
  rows: number,
  settings: MixtureSettings,
): RestartSummary {
  const result = resultOf(em);
  const report = {
    shortObjective: em.trace[0],
    rows,
    objective: result.objective,
    iterations: em.trace.length - 1,
    converged: em.converged,
    components: result.parameters.weights.length,
    unsound: unsoundCount(result, settings),
  };
  return { runs: [report], best: 0, polished: 1, reached: 1 };
}
