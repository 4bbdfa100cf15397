import { BlockDensity } from '../BlockDensity.ts';
import { BlockStatistics } from '../BlockStatistics.ts';
import { computeSlot } from './computeSlot.ts';
import { FILLED, PASS } from './SlotLayout.ts';
import type { SlotMemory } from './SlotMemory.ts';

/** A thread looks again after so long, should it ever miss a call. */
const PATIENCE_MS = 1000;

/** Does blocks of a pass as long as it goes on; whatever goes wrong with one is left to the main thread. */
export function serveBlocks(memory: SlotMemory, pass: number, thread: number): void {
  const { control, density, layout } = memory;
  if (Atomics.load(control, PASS) !== pass) return;
  const statistics = new BlockStatistics(new BlockDensity(density), layout.kind, layout.most);
  for (;;) {
    const seen = Atomics.load(control, FILLED);
    if (Atomics.load(control, PASS) !== pass) return;
    const slot = memory.take(pass);
    if (slot < 0) {
      Atomics.wait(control, FILLED, seen, PATIENCE_MS);
      continue;
    }
    try {
      computeSlot(memory, statistics, slot);
    } catch (error) {
      memory.putBack(slot, pass);
      throw error;
    }
    memory.finish(slot, pass, thread);
  }
}
