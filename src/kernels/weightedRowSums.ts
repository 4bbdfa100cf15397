import type { KernelExports } from './KernelExports.ts';
import { layOut } from './layOut.ts';
import { weightedRowSums as twin } from './twins/weightedRowSums.ts';
import { wasmFor } from './wasm.ts';

/** Products from which packing the operands pays. */
const LEAST = 4096;
/** The module would need much memory for larger blocks. */
const MOST_VALUES = 2 ** 22;
/** Sums that are held in the module at a time, 4 MB, unless five rows of them are more. */
const CHUNK_SUMS = 2 ** 19;
/** Rows and columns of a tile, as in assembly/productTransposed.ts. */
const TILE_ROWS = 5;
const TILE_COLUMNS = 4;

/**
 * Sums of rows under several sets of weights: adds Σ_i w_ic x_ij to sums[c, j].
 *
 * @param rows one block of n rows of p values, row-major; at most some thousand rows, as they are packed as a whole
 * @param weights n rows of `columns` weights, row-major
 * @param columns how many sets of weights
 * @param sums `columns` rows of p sums, to begin with and to end with
 *
 * Each sum over the block is the plain sum in doubles from i = 0 on, of products rounded once, and is added to
 * `sums` at the end: the bits of the naive loop. Its error is below n 2^-53 Σ_i |w_ic x_ij|, and one rounding of
 * the total for each block. NaN and infinities spread as in that loop.
 */
export function weightedRowSums(
  rows: Float32Array | Float64Array,
  weights: Float64Array,
  columns: number,
  p: number,
  sums: Float64Array,
): void {
  const suited = rows.length <= MOST_VALUES && TILE_ROWS * p <= MOST_VALUES;
  const wasm = suited ? wasmFor(weights.length * p, LEAST) : undefined;
  if (wasm === undefined) twin(rows, weights, columns, p, sums);
  else inChunks(wasm, rows, weights, columns, p, sums);
}

function inChunks(
  wasm: KernelExports,
  rows: Float32Array | Float64Array,
  weights: Float64Array,
  columns: number,
  p: number,
  sums: Float64Array,
): void {
  const n = rows.length / p;
  if (n === 0) return;
  const isFloat = rows instanceof Float32Array;
  const columnBlocks = Math.ceil(p / TILE_COLUMNS);
  const width = columnBlocks * TILE_COLUMNS;
  const fitting = TILE_ROWS * Math.max(1, Math.floor(CHUNK_SUMS / width / TILE_ROWS));
  const most = Math.min(columns, fitting);
  const rowBlocks = Math.ceil(most / TILE_ROWS);
  const [rowsAt, packedAt, weightsAt, stripsAt, productsAt, sumsAt] = layOut(
    wasm,
    ...[rows.byteLength, n * width * 8, weights.byteLength, n * rowBlocks * TILE_ROWS * 8],
    ...[rowBlocks * TILE_ROWS * width * 8, most * p * 8],
  );
  const { buffer } = wasm.memory;
  const rowsHere = isFloat
    ? new Float32Array(buffer, rowsAt, rows.length)
    : new Float64Array(buffer, rowsAt, rows.length);
  rowsHere.set(rows);
  new Float64Array(buffer, weightsAt, weights.length).set(weights);
  (isFloat ? wasm.packColumns32 : wasm.packColumns64)(rowsAt, n, p, packedAt);
  for (let first = 0; first < columns; first += most) {
    const count = Math.min(most, columns - first);
    const here = new Float64Array(buffer, sumsAt, count * p);
    const there = sums.subarray(first * p, (first + count) * p);
    here.set(there);
    wasm.packWeights(weightsAt, n, columns, first, count, stripsAt);
    wasm.multiplyPacked(stripsAt, Math.ceil(count / TILE_ROWS), packedAt, columnBlocks, n, productsAt, false);
    wasm.addProducts(productsAt, width, count, p, sumsAt);
    there.set(here);
  }
}
