import type { Bits } from '../Xoshiro256.ts';
import { zigguratLayers } from '../zigguratLayers.ts';
import { fillNormals } from './fillNormals.ts';

/** Fills `out` with independent standard normal variates. */
export function normals(bits: Bits, out: Float64Array | Float32Array): void {
  fillNormals(bits, zigguratLayers(), out, out.length);
}
