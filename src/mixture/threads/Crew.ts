/**
 * The threads of one fit. The main thread takes part: it hands out blocks, does blocks as all others do, and adds what
 * came of them in their order. A thread that is not there yet takes nothing; one that has died, or is held up for
 * longer than a block takes, has its block done by the main thread.
 */
import type { DenseRows } from '../../rows.ts';
import type { BlockDensity } from '../BlockDensity.ts';
import { BlockStatistics } from '../BlockStatistics.ts';
import { blockTotals } from '../BlockTotals.ts';
import type { MixtureData } from '../MixtureData.ts';
import type { MixtureKind } from '../MixtureKind.ts';
import type { PassBlocks } from '../PassBlocks.ts';
import type { PassTotals } from '../PassTotals.ts';
import { awaitChange } from './awaitChange.ts';
import { computeSlot } from './computeSlot.ts';
import { fillSlot } from './fillSlot.ts';
import { bytesOf, DONE, MOST_SLOTS, PASS, type SlotLayout } from './SlotLayout.ts';
import type { SlotMemory } from './SlotMemory.ts';
import { threadPool } from './threadPool.ts';

/** Products of a pass from which threads pay; a responsibility counts as so many. */
const LEAST_PRODUCTS = 2 ** 22;
const SHARE_PRODUCTS = 24;
/** Slots for each thread: one it works on, one that waits. */
const SLOTS_EACH = 2;
/** Slots take so many bytes at most, or an eighth of all responsibilities. */
const MOST_BYTES = 2 ** 26;
/** How much longer than a block of its own the main thread waits for one, and the least wait. */
const PATIENCE = 4;
const LEAST_PATIENCE_MS = 5;
/** Before it has done one. */
const FIRST_PATIENCE_MS = 100;
const MAIN = 0;

export class Crew {
  private readonly workers: number;
  private readonly others = new Set<number>();
  private blocksDone = 0;
  private milliseconds = 0;

  /** `workers` threads at most, the main thread included. */
  constructor(workers: number) {
    this.workers = workers;
  }

  /** How many threads have worked so far. */
  get threads(): number {
    return 1 + this.others.size;
  }

  /** Makes a pass over dense rows; false, with nothing done, where threads are not worth it or not to be had. */
  pass(
    data: MixtureData,
    rows: DenseRows,
    density: BlockDensity,
    kind: MixtureKind,
    blocks: PassBlocks,
    totals: PassTotals,
  ): boolean {
    const { columns, arrays } = density;
    const work = data.n * columns * (data.p + SHARE_PRODUCTS);
    if (this.workers === 1 || work < LEAST_PRODUCTS || blocks.count < 2) return false;
    const layout = layoutOf(data, rows, density, kind, blocks.most);
    const slots = this.#slots(layout, blocks.count, data.n * columns);
    const joining = slots < 2 ? [] : threadPool.joining(Math.min(this.workers, slots) - 1);
    if (joining.length === 0) return false;
    const { memory, pass } = threadPool.open({ ...layout, slots }, joining.length + 1);
    const shared = memory.density;
    shared.matrix.set(arrays.matrix);
    shared.offsets.set(arrays.offsets);
    shared.kappas.set(arrays.kappas);
    shared.peaks.set(arrays.peaks);
    if (shared.sharp.length > 0) shared.directions.set(arrays.directions);
    shared.sharp.set(arrays.sharp);
    Atomics.store(memory.control, PASS, pass);
    try {
      for (const { thread, number } of joining) {
        thread.post({ buffer: memory.buffer, layout: memory.layout, pass, thread: number });
      }
      const statistics = new BlockStatistics(density, kind, blocks.most);
      this.#lead(memory, pass, rows, blocks, statistics, totals);
    } finally {
      memory.close(pass);
    }
    return true;
  }

  /** Threads are as many as slots at most, so that one stays free when all threads but this one are stuck. */
  #slots(layout: SlotLayout, blocks: number, responsibilities: number): number {
    const { once, slot } = bytesOf(layout);
    const most = Math.floor((Math.max(MOST_BYTES, responsibilities) - once) / slot);
    return Math.min(SLOTS_EACH * this.workers, blocks, MOST_SLOTS, most);
  }

  #lead(
    memory: SlotMemory,
    pass: number,
    rows: DenseRows,
    blocks: PassBlocks,
    statistics: BlockStatistics,
    totals: PassTotals,
  ): void {
    const { slots, control } = memory;
    const slotOf = new Int32Array(blocks.count);
    let filled = 0;
    let added = 0;
    while (added < blocks.count) {
      const seen = Atomics.load(control, DONE);
      for (; added < filled && memory.isDone(slotOf[added], pass); added++) {
        const slot = slotOf[added];
        totals.add(slots[slot], slots[slot].sums);
        if (memory.ownerOf(slot) !== MAIN) this.others.add(memory.ownerOf(slot));
        memory.release(slot);
      }
      for (let slot = 0; slot < slots.length && filled < blocks.count; slot++) {
        if (!memory.isFree(slot)) continue;
        const block = blocks.block(filled);
        fillSlot(slots[slot], rows, block);
        memory.fill(slot, pass, filled, block.count);
        slotOf[filled++] = slot;
      }
      const slot = memory.take(pass);
      if (slot >= 0) {
        this.#timed(() => computeSlot(memory, statistics, slot));
        memory.finish(slot, pass, MAIN);
      } else if (added < filled && !memory.isDone(slotOf[added], pass)) {
        // Every block is with a thread.
        if (awaitChange(control, DONE, seen, this.#patience)) continue;
        if (!memory.abandon(slotOf[added], pass)) continue;
        const { density } = memory;
        const results = { ...blockTotals(density), sums: new Float64Array(density.matrix.length) };
        this.#timed(() => computeSlot(memory, statistics, slotOf[added], results));
        totals.add(results, results.sums);
        added++;
      }
    }
  }

  get #patience(): number {
    if (this.blocksDone === 0) return FIRST_PATIENCE_MS;
    return Math.max(LEAST_PATIENCE_MS, (PATIENCE * this.milliseconds) / this.blocksDone);
  }

  #timed(work: () => void): void {
    const start = performance.now();
    work();
    this.milliseconds += performance.now() - start;
    this.blocksDone++;
  }
}

function layoutOf(
  { p, weights, labels }: MixtureData,
  rows: DenseRows,
  { columns, arrays }: BlockDensity,
  kind: MixtureKind,
  most: number,
): SlotLayout {
  return {
    ...{ p, columns, kind, most, slots: 0, precision: arrays.precision },
    components: arrays.kappas.length,
    sharp: arrays.sharp.length,
    isFloat: rows.block(0, 1) instanceof Float32Array,
    isWeighted: weights !== undefined,
    isLabelled: labels !== undefined,
  };
}
