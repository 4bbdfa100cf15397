/**
 * The memory that threads share in a pass: the densities once, and slots that each hold a block of rows and then what
 * it adds. The main thread fills free slots, whoever is free takes the filled slot of the lowest block, and the main
 * thread adds finished blocks in their order.
 *
 *   state        who moves it on      to
 *   FREE         the main thread      filled
 *   filled       any thread           taken
 *   taken        who took it          done; by the main thread: abandoned, if it takes too long
 *   done         the main thread      FREE
 *   abandoned    who took it          FREE
 *
 * All states but FREE carry the number of the pass, so that a thread that is late cannot meddle with a later one. An
 * abandoned slot is not used again before the thread that took it lets it go: it may still write there.
 */
import {
  BLOCKS,
  DONE,
  FILLED,
  MOST_SLOTS,
  OWNERS,
  PASS,
  ROWS,
  type Slot,
  type SlotLayout,
  type SlotViews,
  STATES,
  viewsOf,
} from './SlotLayout.ts';

const FREE = 0;
const filled = (pass: number): number => pass * 4;
const taken = (pass: number): number => pass * 4 + 1;
const done = (pass: number): number => pass * 4 + 2;
const abandoned = (pass: number): number => pass * 4 + 3;
/** Passes are numbered from 1 to this, and from 1 again. */
export const LAST_PASS: number = 2 ** 28;

export class SlotMemory {
  readonly buffer: SharedArrayBuffer;
  readonly layout: SlotLayout;
  readonly control: Int32Array;
  readonly density: SlotViews['density'];
  readonly slots: readonly Slot[];

  /** A view of `buffer`, which may be larger than `layout` needs. */
  constructor(buffer: SharedArrayBuffer, layout: SlotLayout) {
    this.buffer = buffer;
    this.layout = layout;
    ({ control: this.control, density: this.density, slots: this.slots } = viewsOf(buffer, layout));
  }

  /** Whether no thread may still write here: then another layout can take the same buffer. */
  get isIdle(): boolean {
    for (let slot = 0; slot < MOST_SLOTS; slot++) if (!this.isFree(slot)) return false;
    return true;
  }

  isFree(slot: number): boolean {
    return Atomics.load(this.control, STATES + slot) === FREE;
  }

  /** Makes a block that was written to a free slot known. */
  fill(slot: number, pass: number, block: number, rows: number): void {
    const { control } = this;
    control[ROWS + slot] = rows;
    control[BLOCKS + slot] = block;
    Atomics.store(control, STATES + slot, filled(pass));
    Atomics.add(control, FILLED, 1);
    Atomics.notify(control, FILLED, 1);
  }

  /** Takes the filled slot of the lowest block; -1 if none is filled. */
  take(pass: number): number {
    const { control } = this;
    for (;;) {
      let lowest = -1;
      for (let slot = 0; slot < this.slots.length; slot++) {
        if (Atomics.load(control, STATES + slot) !== filled(pass)) continue;
        if (lowest < 0 || control[BLOCKS + slot] < control[BLOCKS + lowest]) lowest = slot;
      }
      if (lowest < 0 || this.#move(lowest, filled(pass), taken(pass))) return lowest;
    }
  }

  rowsOf(slot: number): number {
    return this.control[ROWS + slot];
  }

  /** Who finished a slot. */
  ownerOf(slot: number): number {
    return this.control[OWNERS + slot];
  }

  /** A taken slot is done, by thread `owner`; or free, where it was abandoned. */
  finish(slot: number, pass: number, owner: number): void {
    const { control } = this;
    control[OWNERS + slot] = owner;
    if (!this.#move(slot, taken(pass), done(pass))) this.#move(slot, abandoned(pass), FREE);
    Atomics.add(control, DONE, 1);
    Atomics.notify(control, DONE);
  }

  /** A taken slot that could not be done is for another thread to take. */
  putBack(slot: number, pass: number): void {
    if (!this.#move(slot, taken(pass), filled(pass))) this.#move(slot, abandoned(pass), FREE);
    Atomics.add(this.control, DONE, 1);
    Atomics.notify(this.control, DONE);
  }

  isDone(slot: number, pass: number): boolean {
    return Atomics.load(this.control, STATES + slot) === done(pass);
  }

  /** Gives up waiting for a slot; false if it is done after all, or for anyone to take. */
  abandon(slot: number, pass: number): boolean {
    return this.#move(slot, taken(pass), abandoned(pass));
  }

  release(slot: number): void {
    Atomics.store(this.control, STATES + slot, FREE);
  }

  /** Ends a pass, wherever its slots are: threads leave it. */
  close(pass: number): void {
    const { control } = this;
    Atomics.store(control, PASS, 0);
    for (let slot = 0; slot < this.slots.length; slot++) {
      // Others may move it on meanwhile. One that an earlier pass abandoned is not this pass's to free.
      while (this.#isOpen(slot, pass)) {
        if (this.#move(slot, taken(pass), abandoned(pass))) break;
        this.#move(slot, filled(pass), FREE);
        this.#move(slot, done(pass), FREE);
      }
    }
    Atomics.add(control, FILLED, 1);
    Atomics.notify(control, FILLED);
  }

  /** Whether a slot is filled, taken or done in this pass. */
  #isOpen(slot: number, pass: number): boolean {
    const state = Atomics.load(this.control, STATES + slot);
    return state >= filled(pass) && state <= done(pass);
  }

  #move(slot: number, from: number, to: number): boolean {
    return Atomics.compareExchange(this.control, STATES + slot, from, to) === from;
  }
}
