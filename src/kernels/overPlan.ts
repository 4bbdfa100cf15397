import type { KernelExports } from './KernelExports.ts';
import { layOut } from './layOut.ts';
import { INTERVALS, type Plan } from './plan.ts';
import { fastPlan } from './twins/fastPlan.ts';
import { logNormalizerPlan } from './twins/logNormalizerPlan.ts';
import { meanResultantLengthPlan } from './twins/meanResultantLengthPlan.ts';
import { polynomialPlan } from './twins/polynomialPlan.ts';
import { wasmFor } from './wasm.ts';

/** How the rows of a plan are evaluated; the twins say it. */
export type PlanKernel = 'fastPlan' | 'logNormalizerPlan' | 'meanResultantLengthPlan' | 'polynomialPlan';

type Twin = (plan: Plan, kappa: Float64Array, out: Float64Array, count: number) => boolean;

const twins: Readonly<Record<PlanKernel, Twin>> = {
  fastPlan,
  logNormalizerPlan,
  meanResultantLengthPlan,
  polynomialPlan,
};

/**
 * What a kernel left out comes back to this as NaN, in the first `count` places of `values`. Either it adds
 * rows that were missing and returns true, and the kernel goes over the chunk again; or it puts in what
 * rows cannot give.
 */
export type Complete = (kappa: Float64Array, values: Float64Array, count: number) => boolean;

const LEAST = 48;
/** κ and values of a chunk, 16 kB together, leave room for rows in the first-level cache. */
const CHUNK = 1024;

/** Where a chunk lies and what goes over it; `run` returns whether every value is there. */
interface Pass {
  readonly kappa: Float64Array;
  readonly values: Float64Array;
  readonly run: (count: number) => boolean;
}

const kappaChunk = /* @__PURE__ */ new Float64Array(CHUNK);
const valuesChunk = /* @__PURE__ */ new Float64Array(CHUNK);

function javascriptPass(kernel: PlanKernel, plan: Plan): Pass {
  const twin = twins[kernel];
  return {
    kappa: kappaChunk,
    values: valuesChunk,
    run: (count) => twin(plan, kappaChunk, valuesChunk, count),
  };
}

function wasmPass(kernel: PlanKernel, plan: Plan, wasm: KernelExports): Pass {
  const { width, offset, least } = plan;
  const mostRows = (INTERVALS + 1) * width;
  const [at, valuesAt, rowsAt] = layOut(wasm, CHUNK * 8, CHUNK * 8, mostRows * 8);
  const { buffer } = wasm.memory;
  const kappa = new Float64Array(buffer, at, CHUNK);
  const values = new Float64Array(buffer, valuesAt, CHUNK);
  const rows = new Float64Array(buffer, rowsAt, mostRows);
  let copied = -1;
  const run = (count: number): boolean => {
    if (copied !== plan.filled) {
      rows.set(plan.rows);
      copied = plan.filled;
    }
    if (count & 1) kappa[count] = kappa[count - 1]; // the kernel works on pairs
    const { base, first, end } = plan;
    const even = count + (count & 1);
    return wasm[kernel](rowsAt, base + first, end - first, offset, at, valuesAt, even, least) !== 0;
  };
  return { kappa, values, run };
}

/** A planned function over `kappa` into `out`, which may be the same. */
export function overPlan(
  kernel: PlanKernel,
  plan: Plan,
  kappa: Float64Array | Float32Array,
  out: Float64Array | Float32Array,
  complete: Complete,
): void {
  const total = kappa.length;
  const wasm = wasmFor(total, LEAST);
  const pass = wasm === undefined ? javascriptPass(kernel, plan) : wasmPass(kernel, plan, wasm);
  for (let first = 0; first < total; first += CHUNK) {
    const count = Math.min(CHUNK, total - first);
    pass.kappa.set(kappa.subarray(first, first + count));
    while (!pass.run(count) && complete(pass.kappa, pass.values, count));
    out.set(pass.values.subarray(0, count), first);
  }
}
