import { type Evaluations, trainedAccuracy } from '../evaluation/evaluation.ts';
import { kindOf, TABLE_1 } from './Cell.ts';
import type { CellRun } from './CellRun.ts';

/** Mean of some values with their standard deviation and the standard error of the mean; null for one value. */
export interface Average {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number | null;
  readonly error: number | null;
}

/** One cell of Table 1 over the seeds; accuracies in [0, 1]. */
export interface TableRow {
  readonly kind: string;
  readonly normalization: string;
  readonly centring: string;
  readonly accuracies: readonly { readonly seed: number; readonly accuracy: number }[];
  /** Runs that came to no end, and why. */
  readonly failures: readonly { readonly seed: number; readonly why: string }[];
  readonly accuracy: Average | null;
  /** Accuracy less that of none/logit at the same seed, over the seeds that both have; null for none/logit itself. */
  readonly gain: Average | null;
}

export const BASE = kindOf(TABLE_1[0] as (typeof TABLE_1)[number]);

export function average(values: readonly number[]): Average | null {
  const count = values.length;
  if (count === 0) return null;
  const mean = values.reduce((a, b) => a + b, 0) / count;
  if (count === 1) return { count, mean, deviation: null, error: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (count - 1));
  return { count, mean, deviation, error: deviation / Math.sqrt(count) };
}

/** The rows of the cells that were asked for, in the order of Table 1. */
export function ablationTable(ended: ReadonlyMap<CellRun, string | null>): TableRow[] {
  const runs = [...ended].map(([run, failure]) => ({
    kind: kindOf(run.cell),
    seed: run.cell.seed,
    failure,
    accuracy:
      failure === null
        ? trainedAccuracy(run.folder.readJson<Evaluations>('evaluations.json') as Evaluations)
        : null,
  }));
  const base = new Map(
    runs.flatMap(({ kind, seed, accuracy }) =>
      kind === BASE && accuracy !== null ? [[seed, accuracy]] : [],
    ),
  );
  return TABLE_1.filter((cell) => runs.some(({ kind }) => kind === kindOf(cell))).map((cell) => {
    const kind = kindOf(cell);
    const own = runs.filter((run) => run.kind === kind).sort((a, b) => a.seed - b.seed);
    const accuracies = own.flatMap(({ seed, accuracy }) => (accuracy === null ? [] : [{ seed, accuracy }]));
    const gains = accuracies.flatMap(({ seed, accuracy }) =>
      base.has(seed) ? [accuracy - (base.get(seed) as number)] : [],
    );
    return {
      kind,
      ...cell,
      accuracies,
      failures: own.flatMap(({ seed, failure }) => (failure === null ? [] : [{ seed, why: failure }])),
      accuracy: average(accuracies.map(({ accuracy }) => accuracy)),
      gain: kind === BASE ? null : average(gains),
    };
  });
}
