import type { Evaluations } from '../../evaluation/evaluation.ts';
import type { Inspection } from '../../inspection/inspect.ts';
import type { Metrics } from '../../run/runFolder.ts';

/** What figures are drawn of: a run so far, or a finished one. */
export interface RunRecord {
  /** All steps of the run, done or not. */
  readonly steps: number;
  readonly metrics: readonly Metrics[];
  readonly inspections: readonly Inspection[];
  /** Null before the first one. */
  readonly evaluations: Evaluations | null;
}

/** A figure that the report and the dashboard draw alike, with vega-lite. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  /** What to see in it and what it means; HTML. */
  readonly caption: (run: RunRecord) => string;
  /** Its data as rows, at most some hundred. */
  readonly rows: (run: RunRecord) => object[];
  /** Left out where there are no rows, as of what only some methods have. */
  readonly isOptional?: boolean;
  /** Draws the data named `rows`. */
  readonly spec: object;
}
