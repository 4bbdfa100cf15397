import { setTimeout } from 'node:timers/promises';
import { SingleBar } from 'cli-progress';
import { duration } from '../training/progress.ts';
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

const SECONDS_BETWEEN_LINES = 15;

/** Steps done of all cells together and the time left: a bar on a terminal, else a line now and then. */
function startProgress(
  cells: readonly CellRun[],
  waiting: readonly CellRun[],
  ended: ReadonlyMap<CellRun, string | null>,
): CellProgress {
  const before = waiting.reduce((sum, cell) => sum + cell.stepsDone, 0);
  const own = [...waiting];
  const started = performance.now();
  const figures = () => {
    const steps = cells.find((cell) => cell.config)?.config?.steps ?? 0;
    // A run that failed has nothing left to do.
    const done = own.map((cell) => (ended.has(cell) ? steps : cell.stepsDone)).reduce((a, b) => a + b, 0);
    const skipped = (cells.length - own.length) * steps;
    const total = cells.length * steps;
    const rate = (done - before) / ((performance.now() - started) / 1000);
    const left =
      rate > 0 && performance.now() - started > 5000 ? duration((total - skipped - done) / rate) : '?';
    return { done: skipped + done, total, runs: `${ended.size} of ${cells.length} runs`, left };
  };
  if (!process.stdout.isTTY) {
    let last = 0;
    return {
      update: () => {
        if (performance.now() - last < SECONDS_BETWEEN_LINES * 1000) return;
        last = performance.now();
        const { done, total, runs, left } = figures();
        if (total > 0) console.log(`step ${done}/${total}  ${runs} done  ${left} left`);
      },
      say: (line) => console.log(line),
      stop: () => {},
    };
  }
  const bar = new SingleBar({
    format: '{bar} {value}/{total} steps  {runs}  {left} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    stream: process.stdout,
    hideCursor: true,
  });
  bar.start(1, 0, { runs: '', left: '?' });
  return {
    update: () => {
      const { done, total, ...rest } = figures();
      if (total === 0) return;
      bar.setTotal(total);
      bar.update(done, rest);
    },
    say: (line) => {
      process.stdout.write(`\r\x1b[K${line}\n`);
      bar.render();
    },
    stop: () => bar.stop(),
  };
}
