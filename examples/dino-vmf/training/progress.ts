import { SingleBar } from 'cli-progress';
import { duration } from './duration.ts';

export { duration };

/** Shows how far the training is: a bar on a terminal, else a line every few seconds. */
export interface Progress {
  update(step: number, loss: number): void;
  /** A line of its own, above the bar. */
  say(line: string): void;
  stop(): void;
}

const SECONDS_BETWEEN_LINES = 5;

export function startProgress(from: number, steps: number, batchSize: number): Progress {
  const started = performance.now();
  const figures = (step: number, loss: number) => {
    const seconds = (performance.now() - started) / 1000;
    const rate = (step - from) / seconds;
    return {
      rate: `${rate.toFixed(2)} steps/s, ${Math.round(rate * batchSize)} images/s`,
      left: duration((steps - step) / rate),
      loss: loss.toFixed(4),
    };
  };
  return process.stdout.isTTY ? bar(from, steps, figures) : lines(from, steps, figures);
}

type Figures = (step: number, loss: number) => { rate: string; left: string; loss: string };

function bar(from: number, steps: number, figures: Figures): Progress {
  const shown = new SingleBar({
    format: '{bar} {value}/{total}  {rate}  {left} left  loss {loss}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    stream: process.stdout,
    hideCursor: true,
  });
  shown.start(steps, from, { rate: '', left: '?', loss: '?' });
  return {
    update: (step, loss) => shown.update(step, figures(step, loss)),
    say: (line) => {
      process.stdout.write(`\r\x1b[K${line}\n`);
      shown.render();
    },
    stop: () => shown.stop(),
  };
}

function lines(from: number, steps: number, figures: Figures): Progress {
  let last = performance.now();
  return {
    update: (step, loss) => {
      const now = performance.now();
      if (step !== from + 1 && step !== steps && now - last < SECONDS_BETWEEN_LINES * 1000) return;
      last = now;
      const { rate, left, loss: shown } = figures(step, loss);
      console.log(`step ${step}/${steps}  loss ${shown}  ${rate}  ${left} left`);
    },
    say: (line) => console.log(line),
    stop: () => {},
  };
}
