import { layOut } from './layOut.ts';
import { normals as twin } from './twins/normals.ts';
import { wasmFor } from './wasm.ts';
import type { Bits } from './Xoshiro256.ts';
import { STATE_WORDS, Xoshiro256Lanes } from './Xoshiro256Lanes.ts';

const LEAST = 256;
/** 32 kB. */
const CHUNK = 4096;

/** Fills `out` with independent standard normal variates, by the ziggurat; see twins/normal.ts. */
export function normals(bits: Bits, out: Float64Array | Float32Array): void {
  const wasm = bits instanceof Xoshiro256Lanes ? wasmFor(out.length, LEAST) : undefined;
  if (wasm === undefined || !(bits instanceof Xoshiro256Lanes)) {
    twin(bits, out);
    return;
  }
  const [state, region] = layOut(wasm, STATE_WORDS * 4, CHUNK * 8);
  const stateWords = new Int32Array(wasm.memory.buffer, state, STATE_WORDS);
  const memory = new Float64Array(wasm.memory.buffer, region, CHUNK);
  stateWords.set(bits.state);
  for (let first = 0; first < out.length; first += CHUNK) {
    const size = Math.min(CHUNK, out.length - first);
    wasm.normals(state, region, size);
    out.set(memory.subarray(0, size), first);
  }
  bits.state = stateWords;
}
