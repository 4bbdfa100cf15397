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
 *   wasm.ts            its type in KernelExports below
 *   twins/name.ts      the same steps in the same order over typed arrays
 *   name.ts            takes typed arrays; `wasmFor(count, least)` says which of the two to call, and
 *                      scratch.ts lays out the memory: copy in, call, copy out, chunk by chunk
 *   a table            goes to its address in memoryLayout.ts by a line in `tables` below
 *
 * then `npm run kernels`, which writes wasmBinary.ts: commit it together with the sources. A test runs both
 * sides (`forceKernels`) and compares them bit by bit.
 */
import { exponentialConstants } from './exponentialConstants.ts';
import { EXPONENTIAL_RATE, EXPONENTIAL_STEP, exponentialTable } from './exponentialTable.ts';
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

/** A planned function (plan.ts) over `count` values, an even number; returns 0 if it left some out. */
type PlanExport = (
  rows: number,
  start: number,
  span: number,
  offset: number,
  kappa: number,
  out: number,
  count: number,
  least: number, // read by logNormalizerPlan only
) => number;

/** What the module exports; addresses and counts are integers. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  orderZero(nu: number, constant: number, kappa: number, out: number, count: number): void;
  readonly logNormalizerPlan: PlanExport;
  readonly meanResultantLengthPlan: PlanExport;
  readonly polynomialPlan: PlanExport;
  readonly fastPlan: PlanExport;
  rowSums32(
    x: number,
    count: number,
    p: number,
    begun: number,
    sums: number,
    high: number,
    low: number,
    squares: number,
    weights: number,
    normalize: boolean,
  ): void;
  rowSums64(
    x: number,
    count: number,
    p: number,
    high: number,
    low: number,
    squares: number,
    weights: number,
    normalize: boolean,
  ): void;
  foldSums(sums: number, p: number, high: number, low: number): void;
  squaredDistances32(
    x: number,
    count: number,
    p: number,
    mu: number,
    distances: number,
    squares: number,
  ): void;
  squaredDistances64(
    x: number,
    count: number,
    p: number,
    mu: number,
    distances: number,
    squares: number,
  ): void;
  packRows32(x: number, blocks: number, p: number, to: number): void;
  packRows64(x: number, blocks: number, p: number, to: number): void;
  multiplyPacked(
    x: number,
    rowBlocks: number,
    matrix: number,
    columnBlocks: number,
    p: number,
    out: number,
    further: boolean,
  ): void;
  packColumns32(x: number, count: number, p: number, to: number): void;
  packColumns64(x: number, count: number, p: number, to: number): void;
  packWeights(weights: number, count: number, k: number, first: number, columns: number, to: number): void;
  scaleAndShift(x: number, count: number, columns: number, factors: number, offsets: number): void;
  tallyShares(
    x: number,
    count: number,
    columns: number,
    weights: number,
    values: number,
    totals: number,
    largest: number,
  ): void;
  floatRows32(x: number, blocks: number, p: number, to: number): void;
  floatRows64(x: number, blocks: number, p: number, to: number): void;
  floatColumns32(x: number, count: number, p: number, to: number): void;
  floatColumns64(x: number, count: number, p: number, to: number): void;
  floatWeights(weights: number, count: number, columns: number, k: number, to: number): void;
  multiplyFloats(
    x: number,
    rowBlocks: number,
    matrix: number,
    columnBlocks: number,
    p: number,
    out: number,
  ): void;
  scaleFloats(x: number, count: number, columns: number, factors: number, offsets: number, to: number): void;
  addFloats(x: number, count: number, sums: number): void;
  countShares(shares: number, count: number): number;
  addShares32(
    x: number,
    count: number,
    p: number,
    shares: number,
    columns: number,
    sums: number,
    width: number,
  ): void;
  addShares64(
    x: number,
    count: number,
    p: number,
    shares: number,
    columns: number,
    sums: number,
    width: number,
  ): void;
  addProducts(products: number, width: number, rows: number, p: number, sums: number): void;
  exponentialSums(
    x: number,
    count: number,
    columns: number,
    sums: number,
    shares: boolean,
    least: number,
  ): void;
  countColumns(indices: number, count: number, shift: number, counts: number): void;
  sortByColumns(
    values: number,
    indices: number,
    pointers: number,
    rows: number,
    shift: number,
    next: number,
    records: number,
  ): void;
  sparseProducts(records: number, count: number, matrix: number, columns: number, out: number): void;
  listShares(shares: number, rows: number, columns: number, ends: number, found: number): void;
  sparseSums(
    records: number,
    count: number,
    shares: number,
    ends: number,
    found: number,
    columns: number,
    sums: number,
  ): void;
  normals(state: number, out: number, count: number): void;
  circleRows(state: number, frame: number, b: number, half: number, out: number, count: number): void;
  sphereRows(state: number, frame: number, kappa: number, mass: number, out: number, count: number): void;
  hypersphereRows(
    state: number,
    mu: number,
    p: number,
    b: number,
    half: number,
    shape: number,
    slope: number,
    out: number,
    count: number,
  ): void;
}

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
