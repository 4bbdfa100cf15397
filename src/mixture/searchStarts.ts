/**
 * Many cheap short runs, then the best of them to convergence: Biernacki, Celeux & Govaert, Choosing starting values
 * for the EM algorithm, Comput. Stat. Data Anal. 41 (2003). Where the rows are many, all of this works on some of
 * them (pilotData.ts), and the best run alone goes on with all. Runs with unsound components come behind all others, whatever their likelihood.
 */
import type { Random } from '../random.ts';
import type { ExpectationMaximization } from './ExpectationMaximization.ts';
import type { MixtureData } from './MixtureData.ts';
import type { RestartReport, RestartSummary } from './MixtureFitResult.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import type { MixtureSettings } from './MixtureSettings.ts';
import { pilotData } from './pilotData.ts';
import { resultOf } from './resultOf.ts';
import { runIteration } from './runIteration.ts';
import { unsoundCount } from './unsoundComponents.ts';
import type { Watch } from './Watch.ts';

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

/** The best run from `settings.restarts` starts, each made by `start` on the rows it is given. */
export function searchStarts(
  data: MixtureData,
  start: (rows: MixtureData) => MixtureParameters,
  settings: MixtureSettings,
  random: Random,
  watch: Watch,
): StartSearch {
  const { restarts, polish } = settings;
  const pilot = restarts === 1 ? data : pilotData(data, settings.k, random);
  const short: Run[] = [];
  const quick = {
    ...settings,
    maxIterations: restarts === 1 ? 0 : settings.shortIterations,
    tolerance: Math.max(SHORT_TOLERANCE, settings.tolerance),
    parameterTolerance: Number.POSITIVE_INFINITY,
  };
  for (let run = 0; run < restarts && !(run > 0 && watch.aborted); run++) {
    const place = { stage: 'short', run, runs: restarts } as const;
    short.push(runOf(run, runIteration(pilot, start(pilot), quick, random, watch, place), settings));
  }
  const ranked = [...short].sort(byMerit);
  const polished: Run[] = [];
  const runs = Math.min(polish, ranked.length);
  const ends = pilot === data ? runs : runs + 1;
  for (const { index, em } of ranked.slice(0, runs)) {
    if (polished.length > 0 && watch.aborted) break;
    const place = { stage: 'polish', run: polished.length, runs: ends } as const;
    const { parameters } = resultOf(em);
    polished.push(runOf(index, runIteration(pilot, parameters, settings, random, watch, place), settings));
  }
  const onAllRows = (em: ExpectationMaximization): ExpectationMaximization => {
    const place = { stage: 'polish', run: runs, runs: ends } as const;
    return runIteration(data, resultOf(em).parameters, settings, random, watch, place);
  };
  const [best] = [...polished].sort(byMerit);
  const reports = short.map(({ index, em, objective }): RestartReport => {
    const end = polished.find((run) => run.index === index);
    const last = end?.em ?? em;
    return {
      shortObjective: objective,
      rows: pilot.n,
      objective: end?.objective,
      iterations: last.trace.length - 1,
      converged: last.converged,
      components: resultOf(last).parameters.weights.length,
      unsound: unsoundCount(resultOf(last), settings),
    };
  });
  const near = SAME_OPTIMUM * pilot.total;
  return {
    best: pilot === data ? best.em : onAllRows(best.em),
    summary: {
      runs: reports,
      best: best.index,
      polished: polished.length,
      reached: polished.filter(
        ({ objective, unsound }) => Math.abs(objective - best.objective) <= near && unsound === best.unsound,
      ).length,
    },
  };
}
