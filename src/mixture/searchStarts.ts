/**
 * Many cheap short runs, then the best of them to convergence: Biernacki, Celeux & Govaert, Choosing starting values
 * for the EM algorithm, Comput. Stat. Data Anal. 41 (2003). Where the rows are many, all of this works on some of
 * them (pilotData.ts), and the best run alone goes on with all. Runs with unsound components come behind all others,
 * whatever their likelihood.
 */
import type { ExpectationMaximization } from './ExpectationMaximization.ts';
import type { FitContext } from './FitContext.ts';
import type { MixtureData } from './MixtureData.ts';
import type { RestartReport, RestartSummary } from './MixtureFitResult.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import type { MixtureSettings } from './MixtureSettings.ts';
import { pilotData } from './pilotData.ts';
import { resultOf } from './resultOf.ts';
import { runIteration } from './runIteration.ts';
import { singleRun } from './singleRun.ts';
import { unsoundCount } from './unsoundComponents.ts';

/** Short runs need not settle. */
const SHORT_TOLERANCE = 1e-5;
/** Objectives this near, relative to Σ w, are of the same maximum. */
const SAME_OPTIMUM = 1e-6;

interface Run {
  readonly index: number;
  readonly em: ExpectationMaximization;
  readonly unsound: number;
  readonly objective: number;
}

const runOf = (index: number, em: ExpectationMaximization, settings: MixtureSettings): Run => {
  const result = resultOf(em);
  return { index, em, objective: result.objective, unsound: unsoundCount(result, settings) };
};

/** Sound runs first, then by what they reached. */
const byMerit = (a: Run, b: Run): number =>
  a.unsound === b.unsound || (a.unsound > 0 && b.unsound > 0)
    ? b.objective - a.objective
    : a.unsound - b.unsound;

export interface StartSearch {
  readonly best: ExpectationMaximization;
  readonly summary: RestartSummary;
}

function shortRuns(
  rows: MixtureData,
  start: (rows: MixtureData) => MixtureParameters,
  settings: MixtureSettings,
  context: FitContext,
): Run[] {
  const runs = settings.restarts;
  const quick = {
    ...settings,
    maxIterations: settings.shortIterations,
    tolerance: Math.max(SHORT_TOLERANCE, settings.tolerance),
    parameterTolerance: Number.POSITIVE_INFINITY,
  };
  const done: Run[] = [];
  while (done.length < runs && !(done.length > 0 && context.watch.aborted)) {
    const place = { stage: 'short', run: done.length, runs } as const;
    const em = runIteration(rows, start(rows), quick, context, place);
    done.push(runOf(done.length, em, settings));
  }
  return done;
}

/** The runs carried on to convergence; `ends` is how many will be, with the one on all rows. */
function polishedRuns(
  rows: MixtureData,
  chosen: readonly Run[],
  ends: number,
  settings: MixtureSettings,
  context: FitContext,
): Run[] {
  const done: Run[] = [];
  for (const { index, em } of chosen) {
    if (done.length > 0 && context.watch.aborted) break;
    const place = { stage: 'polish', run: done.length, runs: ends } as const;
    const end = runIteration(rows, resultOf(em).parameters, settings, context, place);
    done.push(runOf(index, end, settings));
  }
  return done;
}

function reportOf(run: Run, polished: readonly Run[], rows: number): RestartReport {
  const end = polished.find(({ index }) => index === run.index);
  const { em, unsound } = end ?? run;
  return {
    shortObjective: run.objective,
    rows,
    objective: end?.objective,
    iterations: em.trace.length - 1,
    converged: em.converged,
    components: resultOf(em).parameters.weights.length,
    unsound,
  };
}

/** The best run from `settings.restarts` starts, each made by `start` on the rows it is given. */
export function searchStarts(
  data: MixtureData,
  start: (rows: MixtureData) => MixtureParameters,
  settings: MixtureSettings,
  context: FitContext,
): StartSearch {
  if (settings.restarts === 1) {
    // A single start has nothing to be compared with, and goes straight to convergence.
    const place = { stage: 'polish', run: 0, runs: 1 } as const;
    const best = runIteration(data, start(data), settings, context, place);
    return { best, summary: singleRun(best, data.n, settings) };
  }
  const pilot = pilotData(data, settings.k, context.random);
  const onPilot = pilot === data ? context : { ...context, watch: context.watch.onSample() };
  const short = shortRuns(pilot, start, settings, onPilot);
  const chosen = [...short].sort(byMerit).slice(0, settings.polish);
  const ends = pilot === data ? chosen.length : chosen.length + 1;
  const polished = polishedRuns(pilot, chosen, ends, settings, onPilot);
  const [best] = [...polished].sort(byMerit);
  const isBest = ({ objective, unsound }: Run): boolean =>
    Math.abs(objective - best.objective) <= SAME_OPTIMUM * pilot.total && unsound === best.unsound;
  const place = { stage: 'polish', run: ends - 1, runs: ends } as const;
  return {
    best:
      pilot === data ? best.em : runIteration(data, resultOf(best.em).parameters, settings, context, place),
    summary: {
      runs: short.map((run) => reportOf(run, polished, pilot.n)),
      best: best.index,
      polished: polished.length,
      reached: polished.filter(isBest).length,
    },
  };
}
