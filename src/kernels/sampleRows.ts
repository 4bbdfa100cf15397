import type { KernelExports } from './KernelExports.ts';
import { layOut } from './layOut.ts';
import type { RowPlan } from './rowPlan.ts';
import { sampleRows as twin } from './twins/sampleRows.ts';
import { wasmFor } from './wasm.ts';
import type { Bits } from './Xoshiro256.ts';
import { STATE_WORDS, Xoshiro256Lanes } from './Xoshiro256Lanes.ts';

const LEAST = 256;
/** Values of a chunk, 64 kB, unless a row alone is longer. */
const CHUNK = 8192;
/** Longer rows are left to the twin: the module's memory never shrinks. */
const MOST_P = 2 ** 17;

/** Fills `out`, rows of p, with independent draws; what the plan says decides the method. */
export function sampleRows(plan: RowPlan, bits: Bits, out: Float64Array | Float32Array): void {
  const wasm = plan.p <= MOST_P && bits instanceof Xoshiro256Lanes ? wasmFor(out.length, LEAST) : undefined;
  if (wasm === undefined || !(bits instanceof Xoshiro256Lanes)) twin(plan, bits, out);
  else byWasm(wasm, plan, bits, out);
}

function byWasm(
  wasm: KernelExports,
  plan: RowPlan,
  bits: Xoshiro256Lanes,
  out: Float64Array | Float32Array,
): void {
  const { p, frame, kappa, b, half, shape, slope, mass } = plan;
  const rows = Math.max(1, Math.min(Math.floor(CHUNK / p), out.length / p));
  const [state, frameAt, region] = layOut(wasm, STATE_WORDS * 4, frame.length * 8, rows * p * 8);
  const stateWords = new Int32Array(wasm.memory.buffer, state, STATE_WORDS);
  const memory = new Float64Array(wasm.memory.buffer, region, rows * p);
  stateWords.set(bits.state);
  new Float64Array(wasm.memory.buffer, frameAt, frame.length).set(frame);
  for (let first = 0; first < out.length; first += rows * p) {
    const values = Math.min(rows * p, out.length - first);
    const count = values / p;
    if (p === 2) wasm.circleRows(state, frameAt, b, half, region, count);
    else if (p === 3) wasm.sphereRows(state, frameAt, kappa, mass, region, count);
    else wasm.hypersphereRows(state, frameAt, p, b, half, shape, slope, region, count);
    out.set(values === memory.length ? memory : memory.subarray(0, values), first);
  }
  bits.state = stateWords;
}
