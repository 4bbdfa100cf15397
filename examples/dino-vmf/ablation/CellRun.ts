import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Evaluations } from '../evaluation/evaluation.ts';
import { RunFolder } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import { type Cell, folderName } from './Cell.ts';

const TRAIN = fileURLToPath(new URL('../train.ts', import.meta.url));

/** One cell as an ordinary run in a folder of its own, made by `npm run train` in a process of its own. */
export class CellRun {
  readonly cell: Cell;
  readonly folder: RunFolder;
  readonly #options: readonly string[];
  #process: ChildProcess | null = null;

  /** `options` are those of `npm run train` that all cells share. */
  constructor(cell: Cell, out: string, options: readonly string[]) {
    this.cell = cell;
    this.folder = RunFolder.open(join(out, folderName(cell)));
    const { normalization, centring, seed } = cell;
    this.#options = [
      ...options,
      ...['--normalization', normalization, '--centring', centring, '--seed', String(seed)],
    ];
  }

  /** Settings that the run began with; null before it has begun. */
  get config(): Config | null {
    return this.folder.readJson<{ config: Config }>('config.json')?.config ?? null;
  }

  /** All its steps done, evaluated and reported. */
  get finished(): boolean {
    const steps = this.config?.steps;
    const last = this.folder.readJson<Evaluations>('evaluations.json')?.teacher.at(-1)?.step;
    return steps !== undefined && last === steps && existsSync(this.folder.file('report.html'));
  }

  get stepsDone(): number {
    return this.folder.lastMetrics?.step ?? 0;
  }

  /** Trains to the end, going on from a checkpoint where there is one; null, or why it came to no end. */
  async train(): Promise<string | null> {
    const { path } = this.folder;
    const begun = this.folder.hasCheckpoint;
    // Killed before its first checkpoint, it has nothing to go on from and begins anew.
    if (!begun) rmSync(this.folder.file('config.json'), { force: true });
    const args = begun ? ['--resume', path] : [...this.#options, '--out', path];
    mkdirSync(dirname(path), { recursive: true });
    const log = openSync(`${path}.log`, 'w');
    this.#process = spawn(process.execPath, [...process.execArgv, TRAIN, ...args], {
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const status = await new Promise<number | null>((resolve) => this.#process?.on('exit', resolve));
    this.#process = null;
    if (status === 0) return null;
    const said = readFileSync(`${path}.log`, 'utf8');
    return said.match(/^error: (.*)$/m)?.[1] ?? `ended with status ${status}; see ${path}.log`;
  }

  /** Asks the training to write a checkpoint and stop. */
  stop(): void {
    this.#process?.kill('SIGINT');
  }
}
