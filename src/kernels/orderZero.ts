import { layOut } from './layOut.ts';
import { orderZero as twin } from './twins/orderZero.ts';
import { wasmFor } from './wasm.ts';

const LEAST = 64;
/** Input and output of a chunk, 32 kB together, stay in the first-level cache. */
const CHUNK = 2048;

/**
 * The paper's order-0 form of log C_p in plain double arithmetic, for normal r = √(ν² + κ²) > 0:
 *
 *   ν log(ν + r) - r + ½ log r - constant
 *
 * Both logarithms are by table, so rounding costs about 2^-52 of the largest term. `out` may be `kappa`.
 */
export function orderZero(
  nu: number,
  constant: number,
  kappa: Float64Array | Float32Array,
  out: Float64Array | Float32Array,
): void {
  const count = kappa.length;
  const wasm = wasmFor(count, LEAST);
  if (wasm === undefined) {
    twin(nu, constant, kappa, out);
    return;
  }
  const [region] = layOut(wasm, CHUNK * 8);
  const memory = new Float64Array(wasm.memory.buffer, region, CHUNK);
  for (let first = 0; first < count; first += CHUNK) {
    const size = Math.min(CHUNK, count - first);
    memory.set(kappa.subarray(first, first + size));
    if (size & 1) memory[size] = memory[size - 1]; // the kernel works on pairs
    wasm.orderZero(nu, constant, region, region, size + (size & 1));
    out.set(memory.subarray(0, size), first);
  }
}
