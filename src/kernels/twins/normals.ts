import type { Words } from '../Xoshiro128.ts';
import { zigguratLayers } from '../zigguratLayers.ts';
import { normal } from './normal.ts';

/** Fills `out` with independent standard normal variates. */
export function normals(words: Words, out: Float64Array | Float32Array): void {
  const layers = zigguratLayers();
  for (let i = 0; i < out.length; i++) out[i] = normal(words, layers);
}
