import { setImmediate } from 'node:timers/promises';
import { duration } from '../progress/duration.ts';
import { startDisplay } from '../progress/startDisplay.ts';
import { UserError } from '../UserError.ts';

/** Says how much of a task is done; between two pieces of it Ctrl-C is heard. */
export type Tick = (done: number) => Promise<void>;

/** Long work that shows how far it is and can be stopped. */
export class Task {
  #stopped = false;

  /** Asks what is running to end at its next tick, with a UserError. */
  stop(): void {
    this.#stopped = true;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  async run<T>(title: string, total: number, work: (tick: Tick) => Promise<T>): Promise<T> {
    const started = performance.now();
    const display = startDisplay({
      bar: `${title}  {bar} {value}/{total}  {left} left`,
      line: `${title}  {value}/{total}  {left} left`,
      total,
      isPassing: true,
    });
    try {
      return await work(async (done) => {
        display.update(done, () => {
          const seconds = (performance.now() - started) / 1000;
          return { left: done > 0 ? duration((seconds * (total - done)) / done) : '?' };
        });
        // Work on wasm or cpu never waits for anything: let signals and the terminal have their turn.
        await setImmediate();
        if (this.#stopped) throw new UserError(`stopped at ${done} of ${total}: ${title}`);
      });
    } finally {
      display.stop();
    }
  }
}
