import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { StepReport } from '../training/trainStep.ts';
import { UserError, writeFailure } from '../UserError.ts';

/** Smallest, middle and largest of some values. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One line of metrics.jsonl. `kappa` is ‖w‖/τ of each network's own w and τ. */
export interface Metrics extends StepReport {
  readonly step: number;
  readonly epoch: number;
  readonly lnK: number;
  readonly prototypeNorm: Spread;
  readonly kappaStudent: Spread;
  readonly kappaTeacher: Spread;
  readonly imagesPerSecond: number;
  /** Share of the step's time that cutting and colouring the views took. */
  readonly viewShare: number;
}

/** The files of one run. Every failed write becomes a UserError that says what is left. */
export class RunFolder {
  readonly path: string;
  #metrics: number | null = null;

  private constructor(path: string) {
    this.path = path;
  }

  /** A new folder; refuses one that already holds a run. */
  static create(path: string): RunFolder {
    if (existsSync(join(path, 'config.json')) || existsSync(join(path, 'checkpoint.bin'))) {
      throw new UserError(
        `--out ${path}: already holds a run; go on with --resume ${path} or choose another folder`,
      );
    }
    try {
      makeFolder(resolve(path));
    } catch (error) {
      throw writeFailure(path, error, 'Choose another folder with --out.');
    }
    return new RunFolder(path);
  }

  static open(path: string): RunFolder {
    return new RunFolder(path);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  get checkpoint(): string {
    return this.file('checkpoint.bin');
  }

  /** Appends one line; `left` tells a user whose disk is full what remains of the run. */
  appendMetrics(metrics: Metrics, left: string): void {
    try {
      this.#metrics ??= openSync(this.file('metrics.jsonl'), 'a');
      const line = Buffer.from(`${JSON.stringify(metrics)}\n`);
      for (let done = 0; done < line.length; ) done += writeSync(this.#metrics, line, done);
    } catch (error) {
      throw writeFailure(this.file('metrics.jsonl'), error, left);
    }
  }

  /** The lines up to a step; what was logged after it, or only half written, is left out. */
  metricsUpTo(step: number): Metrics[] {
    if (!existsSync(this.file('metrics.jsonl'))) return [];
    const metrics: Metrics[] = [];
    for (const line of readFileSync(this.file('metrics.jsonl'), 'utf8').split('\n')) {
      try {
        const parsed = JSON.parse(line) as Metrics;
        if (parsed.step <= step) metrics.push(parsed);
      } catch {
        // A full disk or a kill can leave half a line; its step comes after the last checkpoint.
      }
    }
    return metrics;
  }

  /** Drops what was logged after `step`, so that a resumed run logs every step once. */
  truncateMetrics(step: number): void {
    const lines = this.metricsUpTo(step).map((metrics) => `${JSON.stringify(metrics)}\n`);
    this.write('metrics.jsonl', lines.join(''));
  }

  readJson<T>(name: string): T | null {
    try {
      return JSON.parse(readFileSync(this.file(name), 'utf8')) as T;
    } catch {
      return null;
    }
  }

  writeJson(name: string, value: unknown): void {
    this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  /** Writes beside the file, then renames. */
  write(name: string, content: string | Uint8Array): void {
    const aside = this.file(`${name}.partial`);
    try {
      writeFileSync(aside, content);
      renameSync(aside, this.file(name));
    } catch (error) {
      rmSync(aside, { force: true });
      throw writeFailure(this.file(name), error, 'Checkpoints written before are intact.');
    }
  }

  close(): void {
    if (this.#metrics !== null) closeSync(this.#metrics);
    this.#metrics = null;
  }
}

/** Folder by folder: Node's recursive mkdir never returns where a file system answers "no such folder". */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

export function spread(values: ArrayLike<number>, scale = 1): Spread {
  const sorted = Float64Array.from(values, (x) => Math.abs(x) * scale).sort();
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1
      ? (sorted[middle] as number)
      : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
  return { min: sorted[0] as number, median, max: sorted[sorted.length - 1] as number };
}
