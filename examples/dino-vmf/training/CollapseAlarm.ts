import type { RunFolder } from '../run/runFolder.ts';
import { CollapseMonitor, type CollapseWarning, type WatchedStep } from './CollapseMonitor.ts';

const FILE = 'warnings.json';

/** The collapse monitor of a run: says on the terminal what it finds and writes it to warnings.json. */
export class CollapseAlarm {
  readonly #folder: RunFolder;
  readonly #monitor: CollapseMonitor;
  #warnings: readonly CollapseWarning[];

  /** A run of `steps` steps of which `done` are done; what a resumed run logged is taken into account. */
  constructor(folder: RunFolder, steps: number, done: number) {
    const before = folder.readJson<CollapseWarning[]>(FILE) ?? [];
    this.#folder = folder;
    this.#warnings = before.filter(({ step }) => step <= done);
    this.#monitor = new CollapseMonitor(steps, folder.metricsUpTo(done), this.#warnings);
    if (this.#warnings.length < before.length) folder.writeJson(FILE, this.#warnings);
  }

  /** Looks at a step; `deviation` of the teacher's features where it was measured. */
  see(step: WatchedStep, deviation: number | null, say: (line: string) => void): void {
    const found = [
      this.#monitor.see(step),
      deviation === null ? null : this.#monitor.seeFeatures(step.step, deviation),
    ].filter((warning) => warning !== null);
    if (found.length === 0) return;
    this.#warnings = [...this.#warnings, ...found];
    this.#folder.writeJson(FILE, this.#warnings);
    for (const { step: at, cause, seen, advice } of found) {
      say(`warning: step ${at}: collapse (${cause}): ${seen}. ${advice}`);
    }
  }
}
