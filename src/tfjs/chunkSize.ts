import { describe } from '../special/arrays.ts';

export interface MixturePassOptions {
  /** Rows in proportion to the density of each component, or wholly to the largest. @default 'soft' */
  readonly kind?: 'soft' | 'hard' | undefined;
  /** Rows taken at once: [chunkRows, K] is the largest array made. @default 2^20/K, within 256 and 4096 */
  readonly chunkRows?: number | undefined;
  /** w_i, how often each row counts, rounded to float32 on the device. @default 1 for each */
  readonly sampleWeights?: ArrayLike<number> | undefined;
  /** The component each row is known to belong to; -1 where it is not known, K for noise. @default all unknown */
  readonly labels?: ArrayLike<number> | undefined;
}

/** Checks `kind` and `chunkRows`; the number of rows to take at once. */
export function chunkSize(
  caller: string,
  { kind = 'soft', chunkRows }: MixturePassOptions,
  components: number,
): number {
  if (kind !== 'soft' && kind !== 'hard') {
    throw new RangeError(`${caller}: kind must be 'soft' or 'hard', got ${JSON.stringify(kind)}`);
  }
  if (chunkRows === undefined) return Math.min(4096, Math.max(256, Math.floor(2 ** 20 / components)));
  if (typeof chunkRows !== 'number') {
    throw new TypeError(`${caller}: chunkRows must be a number, got ${describe(chunkRows)}`);
  }
  if (!Number.isSafeInteger(chunkRows) || chunkRows < 1) {
    throw new RangeError(`${caller}: chunkRows must be an integer of 1 or more, got ${chunkRows}`);
  }
  return chunkRows;
}
