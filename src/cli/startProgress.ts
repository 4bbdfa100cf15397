import { SingleBar } from 'cli-progress';
import { duration } from './duration.ts';

/** How far a long work is; shown on a terminal only, and only if it lasts. */
export interface Progress {
  /** @param done of the total, in the same unit */
  update(done: number): void;
  stop(): void;
}

export interface ProgressOptions {
  /** Where to show it. */
  readonly stream: NodeJS.WriteStream;
  /** Undefined where it is not known. */
  readonly total: number | undefined;
  /** How much one step of `shown` is, as 2^20 bytes are one MiB. */
  readonly scale: number;
  readonly unit: string;
}

/** Work that ends sooner shows nothing. */
const PATIENCE_MS = 500;

export function startProgress({ stream, total, scale, unit }: ProgressOptions): Progress {
  if (!stream.isTTY) return { update: () => {}, stop: () => {} };
  const started = performance.now();
  const shown = (value: number) => (value / scale).toFixed(scale === 1 ? 0 : 1);
  const figures = (done: number) => {
    const seconds = (performance.now() - started) / 1000;
    const rate = done / seconds;
    const left = total === undefined || rate === 0 ? '' : `${duration((total - done) / rate)} left`;
    const of = total === undefined ? '' : ` of ${shown(total)}`;
    return { text: `${shown(done)}${of} ${unit}  ${shown(rate)} ${unit}/s  ${left}` };
  };
  const bar = new SingleBar({
    format: total === undefined ? '{text}' : '{bar} {percentage}%  {text}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    stream,
    clearOnComplete: true,
  });
  let running = false;
  return {
    update(done) {
      if (!running && performance.now() - started > PATIENCE_MS) {
        running = true;
        bar.start(total ?? 0, done, figures(done));
      }
      if (running) bar.update(done, figures(done));
    },
    stop() {
      if (running) bar.stop();
    },
  };
}
