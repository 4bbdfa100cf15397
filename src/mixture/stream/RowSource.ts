import type { Rows } from '../../rows.ts';

/** Rows with what goes with each. */
export interface WeightedChunk {
  readonly rows: Rows;
  /** How often each row counts. @default 1 for each */
  readonly sampleWeights?: ArrayLike<number> | undefined;
  /** The component each row is known to belong to; -1 where it is not known, k for noise. @default all unknown */
  readonly labels?: ArrayLike<number> | undefined;
}

/** Some of the rows; it may be used again for the next ones once these were taken in. */
export type RowChunk = Rows | WeightedChunk;

/**
 * Opens the rows anew for each pass: chunks of any size, all of the same number of columns, the same at every pass.
 * Chunks of some thousand rows cost little beside the arithmetic.
 */
export type RowSource = () => AsyncIterable<RowChunk> | Iterable<RowChunk>;
