import { type Bits, Xoshiro256 } from '../Xoshiro256.ts';
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
  if (bits instanceof Xoshiro256) {
    for (; i < count; i++) {
      i = fillQuickly(bits.state, layers.edges, out, i, count);
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
  state: Int32Array,
  edges: Float64Array,
  out: Float64Array | Float32Array,
  i: number,
  count: number,
): number {
  let aLow = state[0];
  let aHigh = state[1];
  let bLow = state[2];
  let bHigh = state[3];
  let cLow = state[4];
  let cHigh = state[5];
  let dLow = state[6];
  let dHigh = state[7];
  for (; i < count; i++) {
    // One step, as in Xoshiro256.ts.
    const sumLow = (aLow + dLow) | 0;
    const sumHigh = (aHigh + dHigh + Number(sumLow >>> 0 < aLow >>> 0)) | 0;
    const low = (((sumLow << 23) | (sumHigh >>> 9)) + aLow) | 0;
    const high = (((sumHigh << 23) | (sumLow >>> 9)) + aHigh + Number(low >>> 0 < aLow >>> 0)) | 0;
    const row = 2 * (low & (LAYERS - 1));
    const x = (high * 2 ** 22 + (low >>> 10)) * edges[row];
    if (!(Math.abs(x) < edges[row + 1])) break;
    out[i] = x;
    cLow ^= aLow;
    cHigh ^= aHigh;
    dLow ^= bLow;
    dHigh ^= bHigh;
    const oldLow = bLow;
    const oldHigh = bHigh;
    bLow ^= cLow;
    bHigh ^= cHigh;
    aLow ^= dLow;
    aHigh ^= dHigh;
    cHigh ^= (oldHigh << 17) | (oldLow >>> 15);
    cLow ^= oldLow << 17;
    const swapped = dLow;
    dLow = (dHigh << 13) | (dLow >>> 19);
    dHigh = (swapped << 13) | (dHigh >>> 19);
  }
  state[0] = aLow;
  state[1] = aHigh;
  state[2] = bLow;
  state[3] = bHigh;
  state[4] = cLow;
  state[5] = cHigh;
  state[6] = dLow;
  state[7] = dHigh;
  return i;
}
