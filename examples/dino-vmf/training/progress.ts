import { duration } from '../progress/duration.ts';
import { startDisplay } from '../progress/startDisplay.ts';

/** Shows how far the training is. */
export interface Progress {
  /** `waited`: for how many seconds the engine has waited for views so far. */
  update(step: number, loss: number, waited: number): void;
  /** A line of its own. */
  say(line: string): void;
  stop(): void;
}

export function startProgress(from: number, steps: number, batchSize: number): Progress {
  const started = performance.now();
  const display = startDisplay({
    bar: '{bar} {value}/{total}  {rate}, {views}  {left} left  loss {loss}',
    line: 'step {value}/{total}  loss {loss}  {rate}, {views}  {left} left',
    total: steps,
    from,
  });
  const figures = (step: number, loss: number, waited: number) => {
    const seconds = (performance.now() - started) / 1000;
    const rate = (step - from) / seconds;
    return {
      views: `${Math.round((100 * waited) / seconds)} % waiting for views`,
      rate: `${rate.toFixed(2)} steps/s, ${Math.round(rate * batchSize)} images/s`,
      left: duration((steps - step) / rate),
      loss: loss.toFixed(4),
    };
  };
  return {
    update: (step, loss, waited) => {
      const isFirstOrLast = step === from + 1 || step === steps;
      display.update(step, () => figures(step, loss, waited), isFirstOrLast);
    },
    say: display.say,
    stop: display.stop,
  };
}
