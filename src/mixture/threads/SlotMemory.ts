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
import type { Precision } from '../../kernels/negligibleShare.ts';
import type { BlockTotals } from '../BlockTotals.ts';
import type { DensityArrays } from '../DensityArrays.ts';
import type { MixtureKind } from '../MixtureKind.ts';

/** What a pass needs room for; it says where everything lies. */
export interface SlotLayout {
  readonly p: number;
  readonly columns: number;
  readonly components: number;
  readonly sharp: number;
  /** Rows of a block, at most. */
  readonly most: number;
  readonly slots: number;
  readonly isFloat: boolean;
  readonly kind: MixtureKind;
  readonly precision: Precision;
  readonly isWeighted: boolean;
  readonly isLabelled: boolean;
}

export interface Slot extends BlockTotals {
  readonly rows: Float64Array | Float32Array;
  readonly inverseLengths: Float64Array;
  readonly rowWeights: Float64Array | undefined;
  readonly labels: Int32Array | undefined;
  readonly uniforms: Float64Array | undefined;
  readonly sums: Float64Array;
}

export const MOST_SLOTS = 128;
/** Words of the control: the number of the pass, 0 for none; counts that change when slots are filled or done. */
export const PASS = 0;
export const FILLED = 16;
export const DONE = 32;
const STATES = 48;
const ROWS = STATES + MOST_SLOTS;
const BLOCKS = ROWS + MOST_SLOTS;
const OWNERS = BLOCKS + MOST_SLOTS;
const CONTROL_BYTES = (OWNERS + MOST_SLOTS) * 4;

const FREE = 0;
const filled = (pass: number): number => pass * 4;
const taken = (pass: number): number => pass * 4 + 1;
const done = (pass: number): number => pass * 4 + 2;
const abandoned = (pass: number): number => pass * 4 + 3;
/** Passes are numbered from 1 to this, and from 1 again. */
export const LAST_PASS: number = 2 ** 28;

/** Hands out parts of a buffer one behind the other. */
class Room {
  bytes = 0;
  private readonly buffer: SharedArrayBuffer | undefined;

  constructor(buffer: SharedArrayBuffer | undefined) {
    this.buffer = buffer;
  }

  /** Without a buffer it only counts. */
  take<T>(
    make: new (buffer: SharedArrayBuffer, at: number, length: number) => T,
    size: number,
    length: number,
  ): T {
    const at = this.bytes;
    this.bytes = Math.ceil((at + size * length) / 64) * 64;
    return this.buffer === undefined ? (undefined as T) : new make(this.buffer, at, length);
  }

  doubles(length: number): Float64Array {
    return this.take(Float64Array, 8, length);
  }

  integers(length: number): Int32Array {
    return this.take(Int32Array, 4, length);
  }
}

const densityIn = (room: Room, { p, columns, components, sharp, precision }: SlotLayout) => ({
  p,
  precision,
  columns,
  matrix: room.doubles(columns * p),
  offsets: room.doubles(columns),
  kappas: room.doubles(components),
  peaks: room.doubles(components),
  directions: room.doubles(sharp > 0 ? components * p : 0),
  sharp: room.integers(sharp),
});

function slotIn(room: Room, layout: SlotLayout): Slot {
  const { p, columns, components, most, isFloat, isWeighted, isLabelled, kind } = layout;
  return {
    rows: isFloat ? room.take(Float32Array, 4, most * p) : room.doubles(most * p),
    inverseLengths: room.doubles(most),
    rowWeights: isWeighted ? room.doubles(most) : undefined,
    labels: isLabelled ? room.integers(most) : undefined,
    uniforms: kind === 'stochastic' ? room.doubles(most) : undefined,
    weights: room.doubles(columns),
    spreads: room.doubles(components),
    likelihoods: room.doubles(4),
    sums: room.doubles(columns * p),
  };
}

/** Bytes of the densities and the control, and of a slot. */
export function bytesOf(layout: SlotLayout): { readonly once: number; readonly slot: number } {
  const [once, slot] = [new Room(undefined), new Room(undefined)];
  densityIn(once, layout);
  slotIn(slot, layout);
  return { once: CONTROL_BYTES + once.bytes, slot: slot.bytes };
}

export class SlotMemory {
  readonly buffer: SharedArrayBuffer;
  readonly layout: SlotLayout;
  readonly control: Int32Array;
  readonly density: DensityArrays & { readonly sharp: Int32Array };
  readonly slots: readonly Slot[];

  /** A view of `buffer`, which may be larger than `layout` needs. */
  constructor(buffer: SharedArrayBuffer, layout: SlotLayout) {
    const room = new Room(buffer);
    this.buffer = buffer;
    this.layout = layout;
    this.control = room.integers(CONTROL_BYTES / 4);
    this.density = densityIn(room, layout);
    this.slots = Array.from({ length: layout.slots }, () => slotIn(room, layout));
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
