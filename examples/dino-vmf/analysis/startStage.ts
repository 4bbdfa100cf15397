import { SingleBar } from 'cli-progress';
import { duration } from '../training/progress.ts';

/** One part of a long work: a bar on a terminal, else a line every few seconds, and a line when it is done. */
export interface Stage {
  /** How far it is; null where that is not known. */
  update(share: number | null, remark?: string): void;
  end(): void;
}

const SECONDS_BETWEEN_LINES = 5;
const MILLISECONDS_BETWEEN_UPDATES = 100;

export function startStage(name: string): Stage {
  const started = performance.now();
  let last = started;
  const seconds = () => (performance.now() - started) / 1000;
  const text = (share: number | null, remark: string) => {
    const left = share === null || share <= 0 ? '' : `, ${duration(seconds() * (1 / share - 1))} left`;
    return `${share === null ? '' : `${Math.round(100 * share)} %`}${left}${remark && `  ${remark}`}`;
  };
  const isTerminal = process.stdout.isTTY === true;
  // A listener for Ctrl-C would keep it from ending a fit, which does not return to the event loop.
  const bar = new SingleBar({
    format: `${name}  {bar}  {text}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    stream: process.stdout,
    clearOnComplete: true,
    gracefulExit: false,
  });
  if (isTerminal) bar.start(1, 0, { text: '' });
  return {
    update(share, remark = '') {
      const now = performance.now();
      const pause = isTerminal ? MILLISECONDS_BETWEEN_UPDATES : 1000 * SECONDS_BETWEEN_LINES;
      if (now - last < pause) return;
      last = now;
      if (isTerminal) bar.update(share ?? 0, { text: text(share, remark) });
      else console.log(`${name}  ${text(share, remark)}`);
    },
    end() {
      if (isTerminal) bar.stop();
      console.log(`${name}: done in ${duration(seconds())}`);
    },
  };
}
