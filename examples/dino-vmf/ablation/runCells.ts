import { setTimeout } from 'node:timers/promises';
import { duration } from '../progress/duration.ts';
import { startDisplay } from '../progress/startDisplay.ts';
import { folderName } from './Cell.ts';
import type { CellRun } from './CellRun.ts';

/** Trains the cells that are not finished, `jobs` at a time; gives why each came to no end, null for those that did. */
export async function runCells(
  cells: readonly CellRun[],
  jobs: number,
  stop: { requested: boolean },
): Promise<Map<CellRun, string | null>> {
  const ended = new Map<CellRun, string | null>();
  const waiting = cells.filter((cell) => {
    if (cell.finished) ended.set(cell, null);
    return !cell.finished;
  });
  if (waiting.length < cells.length) {
    console.log(`${cells.length - waiting.length} of ${cells.length} runs are finished already`);
  }
  if (waiting.length === 0) return ended;
  const running = new Set<CellRun>();
  const progress = startProgress(cells, waiting, ended);
  const work = async () => {
    for (let cell = waiting.shift(); cell && !stop.requested; cell = waiting.shift()) {
      running.add(cell);
      const failure = await cell.train();
      running.delete(cell);
      if (stop.requested && !cell.finished) return;
      ended.set(cell, failure);
      if (failure !== null) progress.say(`${folderName(cell.cell)}: ${failure}`);
    }
  };
  const workers = Promise.all(Array.from({ length: jobs }, work)).then(() => true);
  let asked = false;
  for (let tick = 0; !(await Promise.race([workers, setTimeout(100, false)])); tick++) {
    if (stop.requested && !asked) for (const cell of running) cell.stop();
    asked = stop.requested;
    if (tick % 10 === 0) progress.update();
  }
  progress.stop();
  return ended;
}

interface CellProgress {
  update(): void;
  say(line: string): void;
  stop(): void;
}

/** Steps done of all cells together and the time left. */
function startProgress(
  cells: readonly CellRun[],
  waiting: readonly CellRun[],
  ended: ReadonlyMap<CellRun, string | null>,
): CellProgress {
  const before = waiting.reduce((sum, cell) => sum + cell.stepsDone, 0);
  const own = [...waiting];
  const started = performance.now();
  const display = startDisplay({
    bar: '{bar} {value}/{total} steps  {runs} runs  {left} left',
    line: 'step {value}/{total}  {runs} runs done  {left} left',
    secondsBetweenLines: 15,
    total: 1,
  });
  return {
    update: () => {
      const steps = cells.find((cell) => cell.config)?.config?.steps ?? 0;
      if (steps === 0) return;
      // A run that failed has nothing left to do.
      const done = own.map((cell) => (ended.has(cell) ? steps : cell.stepsDone)).reduce((a, b) => a + b, 0);
      const skipped = (cells.length - own.length) * steps;
      const total = cells.length * steps;
      display.setTotal(total);
      display.update(skipped + done, () => {
        const seconds = (performance.now() - started) / 1000;
        const rate = (done - before) / seconds;
        const left = rate > 0 && seconds > 5 ? duration((total - skipped - done) / rate) : '?';
        return { runs: `${ended.size} of ${cells.length}`, left };
      });
    },
    say: display.say,
    stop: display.stop,
  };
}
