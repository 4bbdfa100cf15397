import type { BlockStatistics } from '../BlockStatistics.ts';
import type { BlockTotals } from '../BlockTotals.ts';
import { DensePass } from '../DensePass.ts';
import type { SlotMemory } from './SlotMemory.ts';

/** Where the results of a block go. */
export interface BlockResults extends BlockTotals {
  readonly sums: Float64Array;
}

/** Does the block in a slot; results go to the slot itself unless said otherwise. */
export function computeSlot(
  memory: SlotMemory,
  statistics: BlockStatistics,
  slot: number,
  results: BlockResults = memory.slots[slot],
): void {
  const { rows, inverseLengths, rowWeights, labels, uniforms } = memory.slots[slot];
  const { p, columns, matrix, precision } = memory.density;
  const count = memory.rowsOf(slot);
  const block = (first: number, some: number) => rows.subarray(first * p, (first + some) * p);
  results.sums.fill(0);
  const pass = new DensePass({ kind: 'dense', n: count, p, block }, matrix, columns, results.sums, precision);
  statistics.compute(
    pass,
    { first: 0, count, inverseLengths, weights: rowWeights, labels, uniforms },
    results,
  );
}
