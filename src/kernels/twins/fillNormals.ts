import type { Bits } from '../Xoshiro256.ts';
import { Xoshiro256Lanes } from '../Xoshiro256Lanes.ts';
import { LAYERS, type ZigguratLayers } from '../zigguratLayers.ts';
import { normal } from './normal.ts';

/** Fills `out` up to `count` with what one call of `normal` after another would give. */
export function fillNormals(
  bits: Bits,
  layers: ZigguratLayers,
  out: Float64Array | Float32Array,
  count: number,
): void {
  let i = 0;
  if (bits instanceof Xoshiro256Lanes) {
    for (; i < count; i++) {
      i = fillQuickly(bits.turn.state, bits.other.state, layers.edges, out, i, count);
      if (i < count) out[i] = normal(bits, layers);
    }
  }
  for (; i < count; i++) out[i] = normal(bits, layers);
}

/**
 * Writes variates from out[i] on, the generator in locals, up to `count` or to one that does not lie wholly under the
 * curve, and returns where that is; the generator stands before it.
 */
function fillQuickly(
  turn: Int32Array,
  other: Int32Array,
  edges: Float64Array,
  out: Float64Array | Float32Array,
  i: number,
  count: number,
): number {
  let aLow = turn[0];
  let aHigh = turn[1];
  let bLow = turn[2];
  let bHigh = turn[3];
  let cLow = turn[4];
  let cHigh = turn[5];
  let dLow = turn[6];
  let dHigh = turn[7];
  let otherALow = other[0];
  let otherAHigh = other[1];
  let otherBLow = other[2];
  let otherBHigh = other[3];
  let otherCLow = other[4];
  let otherCHigh = other[5];
  let otherDLow = other[6];
  let otherDHigh = other[7];
  for (; i < count; i++) {
    // One step, as in Xoshiro256.ts.
    const sumLow = (aLow + dLow) | 0;
    const sumHigh = (aHigh + dHigh + Number(sumLow >>> 0 < aLow >>> 0)) | 0;
    const low = (((sumLow << 23) | (sumHigh >>> 9)) + aLow) | 0;
    const high = (((sumHigh << 23) | (sumLow >>> 9)) + aHigh + Number(low >>> 0 < aLow >>> 0)) | 0;
    const layer = (low >>> 2) & (LAYERS - 1);
    const x = (high * 2 ** -31 + (low >>> 12) * 2 ** -51) * edges[layer];
    if (!(Math.abs(x) < edges[layer + 1])) break;
    out[i] = x;
    cLow ^= aLow;
    cHigh ^= aHigh;
    dLow ^= bLow;
    dHigh ^= bHigh;
    const nextALow = aLow ^ dLow;
    const nextAHigh = aHigh ^ dHigh;
    const nextBLow = bLow ^ cLow;
    const nextBHigh = bHigh ^ cHigh;
    const nextCLow = cLow ^ (bLow << 17);
    const nextCHigh = cHigh ^ ((bHigh << 17) | (bLow >>> 15));
    const nextDLow = (dHigh << 13) | (dLow >>> 19);
    const nextDHigh = (dLow << 13) | (dHigh >>> 19);
    // The lanes change places.
    aLow = otherALow;
    aHigh = otherAHigh;
    bLow = otherBLow;
    bHigh = otherBHigh;
    cLow = otherCLow;
    cHigh = otherCHigh;
    dLow = otherDLow;
    dHigh = otherDHigh;
    otherALow = nextALow;
    otherAHigh = nextAHigh;
    otherBLow = nextBLow;
    otherBHigh = nextBHigh;
    otherCLow = nextCLow;
    otherCHigh = nextCHigh;
    otherDLow = nextDLow;
    otherDHigh = nextDHigh;
  }
  turn[0] = aLow;
  turn[1] = aHigh;
  turn[2] = bLow;
  turn[3] = bHigh;
  turn[4] = cLow;
  turn[5] = cHigh;
  turn[6] = dLow;
  turn[7] = dHigh;
  other[0] = otherALow;
  other[1] = otherAHigh;
  other[2] = otherBLow;
  other[3] = otherBHigh;
  other[4] = otherCLow;
  other[5] = otherCHigh;
  other[6] = otherDLow;
  other[7] = otherDHigh;
  return i;
}
