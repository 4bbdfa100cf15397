import { duration } from '../../progress/duration.ts';
import type { RunRecord } from '../../report/figures/Figure.ts';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

/** Seconds per step over the latest steps, checkpoints and evaluations included; null before the second one. */
export function pace({ metrics }: RunRecord): number | null {
  const last = metrics.at(-1);
  const before = metrics.at(-Math.min(metrics.length, 50));
  if (!last || !before || last.step === before.step) return null;
  return (last.time - before.time) / 1000 / (last.step - before.step);
}

/** The figures that one looks at first: names and values. */
export function tiles(run: RunRecord): [string, string][] {
  const last = run.metrics.at(-1);
  const seen = run.inspections.at(-1);
  const accuracy = run.evaluations?.teacher.at(-1);
  const seconds = pace(run);
  const left = last && seconds !== null ? seconds * (run.steps - last.step) : null;
  return [
    ['step', last ? `${last.step} / ${run.steps}` : `0 / ${run.steps}`],
    ['pass', last ? last.epoch.toFixed(2) : '–'],
    ['left', left === null ? '–' : duration(left)],
    ['loss', last ? last.loss.toFixed(4) : '–'],
    ['entropy / ln K', last ? `${last.teacherEntropy.toFixed(2)} / ${last.lnK.toFixed(2)}` : '–'],
    [accuracy ? `kNN at step ${accuracy.step}` : 'kNN', accuracy ? percent(accuracy.accuracy) : '–'],
    ['unique prototypes', seen ? String(seen.uniquePrototypes) : '–'],
    ['void prototypes', seen ? percent(seen.voidShare) : '–'],
    ['step time', last ? `${(1000 * last.stepSeconds).toFixed(0)} ms` : '–'],
    ['images per second', last ? last.imagesPerSecond.toFixed(0) : '–'],
    ['waiting for views', last ? percent(last.viewShare) : '–'],
    ['tensors / process', last ? `${megabytes(last.tensorBytes)} / ${megabytes(last.processBytes)}` : '–'],
  ];
}
