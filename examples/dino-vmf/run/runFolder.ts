import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Inspection } from '../inspection/inspect.ts';
import type { StepReport } from '../training/trainStep.ts';
import { UserError, writeFailure } from '../UserError.ts';

/** Smallest, middle and largest of some values. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One line of metrics.jsonl. `kappa` is ‖w‖/τ of each network's own w and τ. */
export interface Metrics extends Omit<StepReport, 'winners'> {
  /** Steps done. */
  readonly step: number;
  /** Passes over the images, the current one in part. */
  readonly epoch: number;
  /** When the step ended, milliseconds since 1970. */
  readonly time: number;
  readonly lnK: number;
  readonly prototypeNorm: Spread;
  readonly kappaStudent: Spread;
  readonly kappaTeacher: Spread;
  readonly imagesPerSecond: number;
  /** Share of the step's time spent waiting for its views; with --workers 0, making them. */
  readonly viewShare: number;
  readonly stepSeconds: number;
  /** What the engine's tensors hold after the step, networks and moments included. */
  readonly tensorBytes: number;
  readonly tensors: number;
  /** Resident memory of the process, bytes. */
  readonly processBytes: number;
}

const METRICS = 'metrics.jsonl';
const INSPECTIONS = 'inspections.jsonl';

/** More bytes than the last two lines of metrics.jsonl have. */
const LONGEST_LINES = 16_384;

/** The files of one run. Every failed write becomes a UserError that says what is left. */
export class RunFolder {
  readonly path: string;
  readonly #open = new Map<string, number>();

  private constructor(path: string) {
    this.path = path;
  }

  /** A new folder; refuses one that already holds a run. */
  static create(path: string): RunFolder {
    const holds = (name: string) => existsSync(join(path, name));
    if (holds('checkpoint.bin')) {
      throw new UserError(
        `--out ${path}: already holds a run; go on with --resume ${path} or choose another folder`,
      );
    }
    if (holds('config.json')) {
      throw new UserError(
        `--out ${path}: holds a config.json, but no checkpoint to go on from; remove it or choose another folder`,
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

  get exists(): boolean {
    return existsSync(this.path);
  }

  get hasCheckpoint(): boolean {
    return existsSync(this.checkpoint);
  }

  /** Appends one line; `left` tells a user whose disk is full what remains of the run. */
  appendMetrics(metrics: Metrics, left: string): void {
    this.#append(METRICS, metrics, left);
  }

  appendInspection(inspection: Inspection, left: string): void {
    this.#append(INSPECTIONS, inspection, left);
  }

  #append(name: string, value: object, left: string): void {
    try {
      const file = this.#open.get(name) ?? openSync(this.file(name), 'a');
      this.#open.set(name, file);
      const line = Buffer.from(`${JSON.stringify(value)}\n`);
      for (let done = 0; done < line.length; ) done += writeSync(file, line, done);
    } catch (error) {
      throw writeFailure(this.file(name), error, left);
    }
  }

  metricsUpTo(step: number): Metrics[] {
    return this.#linesUpTo<Metrics>(METRICS, step);
  }

  inspectionsUpTo(step: number): Inspection[] {
    return this.#linesUpTo<Inspection>(INSPECTIONS, step);
  }

  /** The lines up to a step; what was logged after it, or only half written, is left out. */
  #linesUpTo<T extends { readonly step: number }>(name: string, step: number): T[] {
    if (!existsSync(this.file(name))) return [];
    const lines: T[] = [];
    for (const line of readFileSync(this.file(name), 'utf8').split('\n')) {
      try {
        const parsed = JSON.parse(line) as T;
        if (parsed.step <= step) lines.push(parsed);
      } catch {
        // A full disk or a kill can leave half a line; its step comes after the last checkpoint.
      }
    }
    return lines;
  }

  /** The last whole line, found without reading the others; null where there is none. */
  get lastMetrics(): Metrics | null {
    let file: number;
    try {
      file = openSync(this.file(METRICS), 'r');
    } catch {
      return null;
    }
    try {
      const { size } = fstatSync(file);
      const tail = Buffer.alloc(Math.min(size, LONGEST_LINES));
      readSync(file, tail, 0, tail.length, size - tail.length);
      const line = tail.toString('utf8').split('\n').at(-2);
      return line ? (JSON.parse(line) as Metrics) : null;
    } catch {
      return null;
    } finally {
      closeSync(file);
    }
  }

  /** Drops what was logged after `step`, so that a resumed run logs every step once. */
  truncateLogs(step: number): void {
    for (const name of [METRICS, INSPECTIONS]) {
      const lines = this.#linesUpTo(name, step).map((line) => `${JSON.stringify(line)}\n`);
      this.write(name, lines.join(''));
    }
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

  /** Writes beside the file, then renames; `left` tells a user whose disk is full what remains. */
  write(name: string, content: string | Uint8Array, left = 'Checkpoints written before are intact.'): void {
    const aside = this.file(`${name}.partial`);
    try {
      writeFileSync(aside, content);
      renameSync(aside, this.file(name));
    } catch (error) {
      rmSync(aside, { force: true });
      throw writeFailure(this.file(name), error, left);
    }
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
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
