import { SingleBar } from 'cli-progress';
import type { MixtureProgress } from '../mixture/index.ts';
import { duration } from './duration.ts';

export interface FitProgressOptions {
  /** Where to show it; nothing is shown where it is no terminal. */
  readonly stream: NodeJS.WriteStream;
  /** The numbers of components of the fits to come, in their order. */
  readonly fits: readonly number[];
  /** The change of the log-likelihood, relative to its size, at which a run ends. */
  readonly tolerance: number;
}

export interface FitProgress {
  /** After a pass over the rows. */
  pass(progress: MixtureProgress): void;
  /** In a pass over files: how many rows were read since the last time. */
  read(rows: number): void;
  stop(): void;
}

/** Work that ends sooner shows nothing. */
const PATIENCE_MS = 500;
/** At most so often a second is something new shown. */
const INTERVAL_MS = 100;
const STAGES = { short: 'start', polish: 'run', 'split-merge': 'split and merge', stream: 'pass' } as const;
const ORDER = Object.keys(STAGES);

/**
 * What a fit is at: which of the fits, start or run, passes and their rate, time left, log-likelihood. Of one run the
 * time left follows from the last steps, which shrink geometrically; of starts and of several fits from those done,
 * as the time of a fit grows with its components.
 */
export function fitProgress({ stream, fits, tolerance }: FitProgressOptions): FitProgress {
  if (!stream.isTTY) return { pass: () => {}, read: () => {}, stop: () => {} };
  const started = performance.now();
  // A listener for Ctrl-C would keep it from ending a fit, and a terminal must not be left without line breaks.
  const bar = new SingleBar({
    format: '{text}',
    stream,
    clearOnComplete: true,
    gracefulExit: false,
    linewrap: true,
  });
  let running = false;
  let shownAt = Number.NEGATIVE_INFINITY;
  let fit = -1;
  let last: MixtureProgress | undefined;
  let runStarted = started;
  let passEnded = started;
  let objectives: number[] = [];
  let readRows = 0;

  const show = (text: () => string) => {
    const now = performance.now();
    if (now - started < PATIENCE_MS || now - shownAt < INTERVAL_MS) return;
    shownAt = now;
    const line = { text: text().slice(0, (stream.columns ?? 80) - 1) };
    if (!running) bar.start(1, 0, line);
    else bar.update(0, line);
    running = true;
  };
  const total = fits.reduce((sum, k) => sum + k, 0);
  const left = (rate: number): string => {
    if (fits.length > 1) {
      const done = fits.slice(0, fit).reduce((sum, k) => sum + k, 0);
      if (done === 0) return '';
      return `, about ${duration(((performance.now() - started) / 1000) * (total / done - 1))} left`;
    }
    if (last?.stage === 'short') {
      const { run, runs } = last;
      return run === 0
        ? ''
        : `, starts done in ${duration(((runStarted - started) / 1000) * (runs / run - 1))}`;
    }
    const passes = passesLeft(objectives, tolerance);
    return passes === undefined ? '' : `, about ${duration(passes / rate)} left`;
  };
  const text = (progress: MixtureProgress): string => {
    const { stage, run, runs, iteration, objective } = progress;
    const rate = objectives.length / ((performance.now() - runStarted) / 1000);
    const which = fits.length > 1 ? `k = ${fits[fit]}, fit ${fit + 1} of ${fits.length}  ` : '';
    const of = stage === 'stream' ? '' : `${STAGES[stage]} ${run + 1} of ${runs}, `;
    const speed =
      rate >= 1 || rate === 0 ? `${rate.toFixed(1)} passes/s` : `${(1 / rate).toFixed(1)} s a pass`;
    return `${which}${of}pass ${iteration}, ${speed}${left(rate)}, log-likelihood ${objective.toPrecision(8)}`;
  };
  return {
    pass(progress) {
      const before = last;
      last = progress;
      const stage = ORDER.indexOf(progress.stage);
      const stageBefore = before === undefined ? Number.POSITIVE_INFINITY : ORDER.indexOf(before.stage);
      const isRun = before?.stage === progress.stage && before.run === progress.run;
      const isNewFit =
        stage < stageBefore ||
        (before?.stage === progress.stage && progress.run < before.run) ||
        (isRun && progress.iteration <= (before as MixtureProgress).iteration);
      if (isNewFit && fit < fits.length - 1) fit++;
      if (!isRun || isNewFit) {
        objectives = [];
        runStarted = passEnded;
      }
      passEnded = performance.now();
      objectives.push(progress.objective);
      readRows = 0;
      show(() => text(progress));
    },
    read(rows) {
      readRows += rows;
      show(() => `${last ? `${text(last)}  ` : ''}${readRows} rows read`);
    },
    stop() {
      if (running) bar.stop();
    },
  };
}

/** How many steps until their gain, which falls by about the same factor every time, is small enough. */
function passesLeft(objectives: readonly number[], tolerance: number): number | undefined {
  const n = objectives.length;
  if (n < 4) return undefined;
  const gain = objectives[n - 1] - objectives[n - 2];
  const factor = Math.sqrt(gain / (objectives[n - 3] - objectives[n - 4]));
  const enough = tolerance * Math.abs(objectives[n - 1]);
  if (!(gain > enough && factor < 1 && enough > 0)) return undefined;
  return Math.log(enough / gain) / Math.log(factor);
}
