import type { KernelExports } from './KernelExports.ts';
import { layOut } from './layOut.ts';
import { productTransposed as twin } from './twins/productTransposed.ts';
import { wasmFor } from './wasm.ts';

type FloatArray = Float32Array | Float64Array;

/** Products from which packing the operands pays. */
const LEAST = 1024;
/** Fewer rows do not repay the packing of the matrix. */
const LEAST_ROWS = 8;
/** The module would need much memory for longer rows. */
const MOST_COLUMNS = 2 ** 17;
/** What is packed at a time: rows for the second-level cache, columns of the matrix for the third. */
const PACKED_ROW_VALUES = 2 ** 14;
const PACKED_MATRIX_VALUES = 2 ** 21;
/** Rows and columns of a tile, as in assembly/productTransposed.ts. */
const TILE_ROWS = 5;
const TILE_COLUMNS = 4;

/**
 * Matrix product with the second factor transposed: out[i, k] = Σ_j x_ij m_kj.
 *
 * @param rows n rows of p values, row-major
 * @param matrix K rows of p values, row-major
 * @param out n x K, row-major; made if left out
 *
 * Every entry is the plain sum in doubles from j = 0 on, of products rounded once: the bits of the naive
 * loop, whatever n and K are. Its error is below p 2^-53 Σ_j |x_ij m_kj|. NaN and infinities spread as in
 * that loop.
 */
export function productTransposed(
  rows: FloatArray,
  matrix: FloatArray,
  p: number,
  out: Float64Array = new Float64Array((rows.length / p) * (matrix.length / p)),
): Float64Array {
  const n = rows.length / p;
  const k = matrix.length / p;
  const worth = n >= LEAST_ROWS ? n * k * p : 0;
  const wasm = p > MOST_COLUMNS ? undefined : wasmFor(worth, LEAST);
  if (wasm === undefined) twin(rows, matrix, p, out);
  else {
    const most = TILE_COLUMNS * Math.max(1, Math.floor(PACKED_MATRIX_VALUES / p / TILE_COLUMNS));
    for (let first = 0; first < k; first += most) {
      inChunks(wasm, rows, matrix, p, out, k, first, Math.min(most, k - first));
    }
  }
  return out;
}

/** Rows `first` to first + columns - 1 of the matrix, packed by four; zeros where the last block has fewer. */
function packColumns(matrix: FloatArray, p: number, first: number, columns: number, to: Float64Array): void {
  let at = 0;
  for (let c = 0; c < columns; c += TILE_COLUMNS) {
    const present = Math.min(TILE_COLUMNS, columns - c);
    const m0 = (first + c) * p;
    const m1 = m0 + p;
    const m2 = m1 + p;
    const m3 = m2 + p;
    for (let j = 0; j < p; j++, at += TILE_COLUMNS) {
      to[at] = matrix[m0 + j];
      to[at + 1] = present > 1 ? matrix[m1 + j] : 0;
      to[at + 2] = present > 2 ? matrix[m2 + j] : 0;
      to[at + 3] = present > 3 ? matrix[m3 + j] : 0;
    }
  }
}

/** The columns of `out` from `firstColumn` on; out has k of them. */
function inChunks(
  wasm: KernelExports,
  rows: FloatArray,
  matrix: FloatArray,
  p: number,
  out: Float64Array,
  k: number,
  firstColumn: number,
  columns: number,
): void {
  const n = rows.length / p;
  const isFloat = rows instanceof Float32Array;
  const columnBlocks = Math.ceil(columns / TILE_COLUMNS);
  const width = columnBlocks * TILE_COLUMNS;
  const fitting = Math.floor(PACKED_ROW_VALUES / Math.max(p, width));
  const size = TILE_ROWS * Math.ceil(Math.min(n, Math.max(60, fitting)) / TILE_ROWS);
  const regions = [size * p * rows.BYTES_PER_ELEMENT, size * p * 8, width * p * 8, size * width * 8];
  const [rowsAt, packedAt, matrixAt, outAt] = layOut(wasm, ...regions);
  const { buffer } = wasm.memory;
  const rowsHere = isFloat
    ? new Float32Array(buffer, rowsAt, size * p)
    : new Float64Array(buffer, rowsAt, size * p);
  const outHere = new Float64Array(buffer, outAt, size * width);
  const pack = isFloat ? wasm.packRows32 : wasm.packRows64;
  packColumns(matrix, p, firstColumn, columns, new Float64Array(buffer, matrixAt, width * p));
  for (let first = 0; first < n; first += size) {
    const count = Math.min(size, n - first);
    const rowBlocks = Math.ceil(count / TILE_ROWS);
    rowsHere.set(rows.subarray(first * p, (first + count) * p));
    // The rows that fill up the last tile hold old values: what they give is not read.
    pack(rowsAt, rowBlocks, p, packedAt);
    wasm.multiplyPacked(packedAt, rowBlocks, matrixAt, columnBlocks, p, outAt, false);
    if (width === k) out.set(outHere.subarray(0, count * k), first * k);
    else {
      for (let i = 0; i < count; i++) {
        const to = (first + i) * k + firstColumn;
        for (let c = 0; c < columns; c++) out[to + c] = outHere[i * width + c];
      }
    }
  }
}
