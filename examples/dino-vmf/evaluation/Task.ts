import { setImmediate } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import { duration } from '../training/progress.ts';
import { UserError } from '../UserError.ts';

/** Says how much of a task is done; between two pieces of it Ctrl-C is heard. */
export type Tick = (done: number) => Promise<void>;

const SECONDS_BETWEEN_LINES = 5;

/** Long work that shows how far it is and can be stopped: a bar on a terminal, else a line every few seconds. */
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
    const { update, end } = process.stdout.isTTY ? bar(title, total) : lines(title, total);
    try {
      return await work(async (done) => {
        update(done);
        // Work on wasm or cpu never waits for anything: let signals and the terminal have their turn.
        await setImmediate();
        if (this.#stopped) throw new UserError(`stopped at ${done} of ${total}: ${title}`);
      });
    } finally {
      end();
    }
  }
}

function bar(title: string, total: number) {
  const shown = new SingleBar({
    format: `${title}  {bar} {value}/{total}  {eta_formatted} left`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    stream: process.stdout,
    hideCursor: true,
    clearOnComplete: true,
  });
  shown.start(total, 0);
  return { update: (done: number) => shown.update(done), end: () => shown.stop() };
}

function lines(title: string, total: number) {
  const started = performance.now();
  let last = started;
  return {
    update: (done: number) => {
      const now = performance.now();
      if (now - last < SECONDS_BETWEEN_LINES * 1000) return;
      last = now;
      const left = duration((((now - started) / 1000) * (total - done)) / Math.max(done, 1e-9));
      console.log(`${title}  ${done}/${total}  ${left} left`);
    },
    end: () => {},
  };
}
