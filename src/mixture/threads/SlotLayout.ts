import type { Precision } from '../../kernels/negligibleShare.ts';
import type { BlockTotals } from '../BlockTotals.ts';
import type { DensityArrays } from '../DensityArrays.ts';
import type { MixtureKind } from '../MixtureKind.ts';

/** What a pass needs room for; it says where everything lies. */
export interface SlotLayout {
  readonly p: number;
  /** Components, and noise if there is some. */
  readonly columns: number;
  readonly components: number;
  /** How many components are sharp: see BlockDensity.ts. */
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

/** The rows of a block, what goes with them, and what they add. */
export interface Slot extends BlockTotals {
  readonly rows: Float64Array | Float32Array;
  readonly inverseLengths: Float64Array;
  readonly rowWeights: Float64Array | undefined;
  readonly labels: Int32Array | undefined;
  readonly uniforms: Float64Array | undefined;
  readonly sums: Float64Array;
}

/** The memory of a pass, cut up. */
export interface SlotViews {
  readonly control: Int32Array;
  readonly density: DensityArrays & { readonly sharp: Int32Array };
  readonly slots: readonly Slot[];
}

export const MOST_SLOTS = 128;
/**
 * Words of the control: the number of the pass, 0 for none; counts that change when slots are filled or done; and of
 * each slot its state, its rows, its block, and who finished it.
 */
export const PASS = 0;
export const FILLED = 16;
export const DONE = 32;
export const STATES = 48;
export const ROWS: number = STATES + MOST_SLOTS;
export const BLOCKS: number = ROWS + MOST_SLOTS;
export const OWNERS: number = BLOCKS + MOST_SLOTS;
const CONTROL_BYTES = (OWNERS + MOST_SLOTS) * 4;

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

/** Where everything lies in a buffer, which may be larger than is needed. */
export function viewsOf(buffer: SharedArrayBuffer, layout: SlotLayout): SlotViews {
  const room = new Room(buffer);
  return {
    control: room.integers(CONTROL_BYTES / 4),
    density: densityIn(room, layout),
    slots: Array.from({ length: layout.slots }, () => slotIn(room, layout)),
  };
}
