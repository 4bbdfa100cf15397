/**
 * The WebAssembly module of the kernels: compiled and started at the first call that is large enough, from
 * the bytes in wasmBinary.ts, so that no file and no network is needed. Where WebAssembly or its SIMD is
 * missing or forbidden (a content security policy without 'wasm-unsafe-eval', node --jitless), the twins in
 * JavaScript do the work and give the same bits. Chromium up to 2023 is such a place too, outside of workers: it
 * compiles no more than 4 kB while a page waits (8 MB since).
 *
 * To add a kernel `name`:
 *
 *   assembly/name.ts   AssemblyScript: an exported function over addresses and numbers. Only + - * / and
 *                      square roots, no fused or relaxed operations; load and store, no arrays or objects.
 *   assembly/index.ts  one line that exports it
 *   KernelExports.ts   its type
 *   twins/name.ts      the same steps in the same order over typed arrays
 *   name.ts            takes typed arrays; `wasmFor(count, least)` says which of the two to call, and
 *                      layOut.ts gives out the memory: copy in, call, copy out, chunk by chunk
 *   a table            goes to its address in memoryLayout.ts by a line in `tables` below
 *
 * then `npm run kernels`, which writes wasmBinary.ts: commit it together with the sources. A test runs both
 * sides (`forceKernels`) and compares them bit by bit.
 */
import { exponentialConstants } from './exponentialConstants.ts';
import { EXPONENTIAL_RATE, EXPONENTIAL_STEP, exponentialTable } from './exponentialTable.ts';
import type { KernelExports } from './KernelExports.ts';
import { logarithmTable } from './logarithmTable.ts';
import {
  EXPONENTIAL_CONSTANTS,
  EXPONENTIAL_TABLE,
  LOGARITHM_TABLE,
  NORMAL_CONSTANTS,
  ZIGGURAT_EDGES,
  ZIGGURAT_HEIGHTS,
} from './memoryLayout.ts';
import { normalConstants } from './normalConstants.ts';
import { wasmBinary } from './wasmBinary.ts';
import { zigguratLayers } from './zigguratLayers.ts';

export type KernelKind = 'wasm' | 'javascript';

/** Constants the kernels read, and where. */
const tables = (): readonly (readonly [number, Float64Array])[] => [
  [LOGARITHM_TABLE, logarithmTable],
  [EXPONENTIAL_TABLE, Float64Array.of(EXPONENTIAL_RATE, ...EXPONENTIAL_STEP, ...exponentialTable)],
  [EXPONENTIAL_CONSTANTS, exponentialConstants()],
  [ZIGGURAT_EDGES, zigguratLayers().edges],
  [ZIGGURAT_HEIGHTS, zigguratLayers().heights],
  [NORMAL_CONSTANTS, normalConstants],
];

/** The exports; null where the module could not be started; undefined before the first attempt. */
let started: KernelExports | null | undefined;
let forced: KernelKind | 'auto' = 'auto';

let module: WebAssembly.Module | undefined;

/** The module with a memory of its own. */
function newInstance(): KernelExports {
  module ??= new WebAssembly.Module(
    Uint8Array.from(atob(wasmBinary), (character) => character.charCodeAt(0)),
  );
  return new WebAssembly.Instance(module).exports as unknown as KernelExports;
}

function start(): KernelExports | null {
  try {
    const exports = newInstance();
    for (const [address, values] of tables()) {
      new Float64Array(exports.memory.buffer, address, values.length).set(values);
    }
    return exports;
  } catch {
    return null; // no WebAssembly here, or none allowed: the twins serve
  }
}

/** The module, or undefined where the twins have to serve. */
function wasmKernels(): KernelExports | undefined {
  if (started === undefined) started = start();
  return started ?? undefined;
}

/** The module if `count` elements are worth it, from `least` on; undefined if the twin should do them. */
export function wasmFor(count: number, least: number): KernelExports | undefined {
  if (forced === 'javascript') return undefined;
  return forced === 'wasm' || count >= least ? wasmKernels() : undefined;
}

let secondStarted: KernelExports | undefined;

/**
 * The module with a second memory, for what has to lie there from call to call; undefined where the twins should
 * serve. It has no tables. Who uses it takes care that one is done before the next begins.
 */
export function wasmToKeep(count: number, least: number): KernelExports | undefined {
  if (wasmFor(count, least) === undefined) return undefined;
  secondStarted ??= newInstance();
  return secondStarted;
}

/**
 * Which kernels large arrays go through here: WebAssembly, or JavaScript where that is missing or forbidden.
 * Results do not depend on it, only speed does.
 *
 * @example
 * kernelKind(); // 'wasm'
 */
export function kernelKind(): KernelKind {
  return wasmFor(Number.POSITIVE_INFINITY, 0) === undefined ? 'javascript' : 'wasm';
}

/** For tests: work of any size through one side only, until 'auto' is called for again. */
export function forceKernels(kind: KernelKind | 'auto'): void {
  if (kind === 'wasm' && wasmKernels() === undefined)
    throw new Error('WebAssembly with SIMD is not available');
  forced = kind;
}
