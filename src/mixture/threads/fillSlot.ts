import type { DenseRows } from '../../rows.ts';
import type { RowBlock } from '../BlockStatistics.ts';
import type { Slot } from './SlotLayout.ts';

/** Copies a block of rows, and what goes with them, to a slot. */
export function fillSlot(slot: Slot, rows: DenseRows, block: RowBlock): void {
  const { first, count, inverseLengths, weights, labels, uniforms } = block;
  const end = first + count;
  slot.rows.set(rows.block(first, count));
  slot.inverseLengths.set(inverseLengths.subarray(first, end));
  if (weights !== undefined) slot.rowWeights?.set(weights.subarray(first, end));
  if (labels !== undefined) slot.labels?.set(labels.subarray(first, end));
  if (uniforms !== undefined) slot.uniforms?.set(uniforms);
}
