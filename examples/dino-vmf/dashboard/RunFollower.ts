import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Evaluations } from '../evaluation/evaluation.ts';
import type { Inspection } from '../inspection/inspect.ts';
import type { Provenance } from '../run/provenance.ts';
import type { Metrics } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import type { CollapseWarning } from '../training/CollapseMonitor.ts';
import { LineTail } from './LineTail.ts';
import { ThinnedRows } from './ThinnedRows.ts';

/** What is known of a run from the start. */
export interface RunFacts extends Provenance {
  readonly config: Config;
}

/** What is new in the folder of a run; after `reset` what was told before no longer holds. */
export interface Update {
  readonly reset?: boolean;
  readonly facts?: RunFacts;
  readonly metrics?: readonly Metrics[];
  readonly inspections?: readonly Inspection[];
  readonly evaluations?: Evaluations;
  readonly warnings?: readonly CollapseWarning[];
  /** The pictures that are there, by name, with when they were written. */
  readonly pictures?: Readonly<Record<string, number>>;
}

/** More rows than a figure has pixels. */
export const MOST_ROWS = 1500;
export const PICTURES: readonly string[] = ['crops.png', 'attention.png'];

/** Follows the folder of a run, whether or not something is training there. */
export class RunFollower {
  readonly #path: string;
  readonly #metricsTail: LineTail<Metrics>;
  readonly #inspectionsTail: LineTail<Inspection>;
  readonly #metrics = new ThinnedRows<Metrics>(MOST_ROWS);
  readonly #inspections = new ThinnedRows<Inspection>(MOST_ROWS);
  readonly #facts = new Changing<RunFacts>();
  readonly #evaluations = new Changing<Evaluations>();
  readonly #warnings = new Changing<CollapseWarning[]>();
  #pictures: Record<string, number> = {};

  constructor(path: string) {
    this.#path = path;
    this.#metricsTail = new LineTail(join(path, 'metrics.jsonl'));
    this.#inspectionsTail = new LineTail(join(path, 'inspections.jsonl'));
  }

  /** All there is, for someone who has just come. */
  get all(): Update {
    return {
      reset: true,
      ...(this.#facts.value ? { facts: this.#facts.value } : {}),
      ...(this.#evaluations.value ? { evaluations: this.#evaluations.value } : {}),
      ...(this.#warnings.value ? { warnings: this.#warnings.value } : {}),
      metrics: this.#metrics.rows,
      inspections: this.#inspections.rows,
      pictures: this.#pictures,
    };
  }

  /** What came since the last look, or null. */
  look(): Update | null {
    const metrics = this.#metricsTail.read();
    const inspections = this.#inspectionsTail.read();
    const hasFacts = this.#facts.read(join(this.#path, 'config.json'));
    const hasEvaluations = this.#evaluations.read(join(this.#path, 'evaluations.json'));
    const hasWarnings = this.#warnings.read(join(this.#path, 'warnings.json'));
    const hasPictures = this.#lookForPictures();
    if (metrics.isNew) this.#metrics.clear();
    if (inspections.isNew) this.#inspections.clear();
    this.#metrics.add(metrics.rows);
    this.#inspections.add(inspections.rows);
    if (metrics.isNew || inspections.isNew) return this.all;
    const hasRows = metrics.rows.length + inspections.rows.length > 0;
    if (!hasRows && !hasFacts && !hasEvaluations && !hasWarnings && !hasPictures) return null;
    return {
      ...(hasFacts ? { facts: this.#facts.value as RunFacts } : {}),
      ...(hasEvaluations ? { evaluations: this.#evaluations.value as Evaluations } : {}),
      ...(hasWarnings ? { warnings: this.#warnings.value as CollapseWarning[] } : {}),
      ...(hasPictures ? { pictures: this.#pictures } : {}),
      metrics: metrics.rows,
      inspections: inspections.rows,
    };
  }

  #lookForPictures(): boolean {
    const seen: Record<string, number> = {};
    for (const name of PICTURES) {
      const time = modified(join(this.#path, name));
      if (time !== null) seen[name] = time;
    }
    const hasChanged = JSON.stringify(seen) !== JSON.stringify(this.#pictures);
    this.#pictures = seen;
    return hasChanged;
  }
}

/** A JSON file that is replaced as a whole now and then. */
class Changing<T> {
  #time: number | null = null;
  value: T | null = null;

  /** True when there is another value than before. */
  read(path: string): boolean {
    const time = modified(path);
    if (time === null || time === this.#time) return false;
    try {
      this.value = JSON.parse(readFileSync(path, 'utf8')) as T;
    } catch {
      return false;
    }
    this.#time = time;
    return true;
  }
}

function modified(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
