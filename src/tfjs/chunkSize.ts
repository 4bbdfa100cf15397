import { describe } from '../special/arrays.ts';
import type { MixturePassOptions } from './MixturePassOptions.ts';

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
