import type { KernelExports } from './KernelExports.ts';
import { layOut } from './layOut.ts';
import type { MixtureBlockArrays } from './MixtureBlockArrays.ts';
import { NEGLIGIBLE, type Precision } from './negligibleShare.ts';
import { isSparse, rowsAtATime } from './rowsAtATime.ts';

/** Rows of a tile, as in assembly/productTransposed.ts and assembly/floatProducts.ts. */
const TILE_ROWS = 5;

const upTo = (multiple: number, count: number): number => multiple * Math.ceil(count / multiple);

/** Sizes of a block in the module: components and values of a row are filled up to whole tiles. */
interface Shape {
  readonly p: number;
  readonly k: number;
  readonly columns: number;
  readonly width: number;
  /** Fives of components. */
  readonly strips: number;
}

/** Where things lie. */
interface Places {
  readonly rows: number;
  readonly packed: number;
  readonly matrix: number;
  readonly products: number;
  readonly shares: number;
  readonly strips: number;
  readonly sums: number;
  readonly factors: number;
  readonly offsets: number;
}

/** The two steps that differ between doubles and floats. */
interface Steps {
  /** log-densities of `count` rows in place of the shares. */
  densities(count: number): void;
  /** Adds all rows under their shares to the sums. */
  addTiles(count: number): void;
}

function inDoubles(wasm: KernelExports, isFloat: boolean, shape: Shape, at: Places): Steps {
  const { p, k, columns, width, strips } = shape;
  const packRows = isFloat ? wasm.packRows32 : wasm.packRows64;
  const packColumns = isFloat ? wasm.packColumns32 : wasm.packColumns64;
  return {
    densities(count) {
      const blocks = Math.ceil(count / TILE_ROWS); // what fills up the last one holds old values and is not read
      packRows(at.rows, blocks, p, at.packed);
      wasm.multiplyPacked(at.packed, blocks, at.matrix, columns / 4, p, at.shares, false);
      wasm.scaleAndShift(at.shares, count, columns, at.factors, at.offsets);
    },
    addTiles(count) {
      packColumns(at.rows, count, p, at.packed);
      wasm.packWeights(at.shares, count, columns, 0, k, at.strips);
      wasm.multiplyPacked(at.strips, strips, at.packed, width / 4, count, at.sums, true);
    },
  };
}

function inFloats(wasm: KernelExports, isFloat: boolean, shape: Shape, at: Places): Steps {
  const { p, k, columns, width, strips } = shape;
  const packRows = isFloat ? wasm.floatRows32 : wasm.floatRows64;
  const packColumns = isFloat ? wasm.floatColumns32 : wasm.floatColumns64;
  return {
    densities(count) {
      const blocks = Math.ceil(count / TILE_ROWS);
      packRows(at.rows, blocks, p, at.packed);
      wasm.multiplyFloats(at.packed, blocks, at.matrix, columns / 8, p, at.products);
      wasm.scaleFloats(at.products, count, columns, at.factors, at.offsets, at.shares);
    },
    addTiles(count) {
      packColumns(at.rows, count, p, at.packed);
      wasm.floatWeights(at.shares, count, columns, k, at.strips);
      wasm.multiplyFloats(at.strips, strips, at.packed, width / 8, count, at.products);
      wasm.addFloats(at.products, strips * TILE_ROWS * width, at.sums);
    },
  };
}

/** Components side by side, `tile` of them together; those that fill the last tile up are 0. */
function packMatrix(matrix: Float64Array, p: number, tile: number, to: Float32Array | Float64Array): void {
  const k = matrix.length / p;
  to.fill(0, p * tile * Math.floor(k / tile));
  for (let c = 0; c < k; c++) {
    let at = p * tile * Math.floor(c / tile) + (c % tile);
    for (let j = c * p; j < (c + 1) * p; j++, at += tile) to[at] = matrix[j];
  }
}

/** mixtureBlock.ts through WebAssembly, as many rows at a time as stay in cache. */
export function blockInModule(
  wasm: KernelExports,
  rows: Float32Array | Float64Array,
  matrix: Float64Array,
  p: number,
  { factors, offsets, weights, values, logs, largest, totals, sums }: MixtureBlockArrays,
  precision: Precision,
): void {
  const n = logs.length;
  const k = offsets.length;
  const isFloat = rows instanceof Float32Array;
  const isSingle = precision === 'single';
  const tile = isSingle ? 8 : 4;
  const columns = upTo(tile, k);
  const width = upTo(tile, p);
  const strips = Math.ceil(k / TILE_ROWS);
  const size = Math.min(rowsAtATime(p, k), upTo(TILE_ROWS, n));
  const allSums = strips * TILE_ROWS * width;
  const places = layOut(
    wasm,
    ...[size * p * rows.BYTES_PER_ELEMENT, size * width * 8, columns * p * 8, size * columns * 8],
    ...[isSingle ? Math.max(size * columns, allSums) * 4 : 0, size * strips * TILE_ROWS * 8, allSums * 8],
    ...[columns * 8, columns * 8, size * 8, size * 8, size * 8, size * 8, size * 8],
  );
  const [rowsAt, packedAt, matrixAt, sharesAt, productsAt, stripsAt, sumsAt, offsetsAt, totalsAt] = places;
  const [factorsAt, weightsAt, valuesAt, logsAt, largestAt] = places.slice(9);
  const { buffer } = wasm.memory;
  const here = (at: number, length: number): Float64Array => new Float64Array(buffer, at, length);
  const rowsHere = isFloat ? new Float32Array(buffer, rowsAt, size * p) : here(rowsAt, size * p);
  const [factorsHere, weightsHere, valuesHere, logsHere, largestHere] = places
    .slice(9)
    .map((at) => here(at, size));
  const matrixHere = isSingle ? new Float32Array(buffer, matrixAt, columns * p) : here(matrixAt, columns * p);
  packMatrix(matrix, p, tile, matrixHere);
  // A component that only fills up has no density and no share.
  here(offsetsAt, columns).fill(Number.NEGATIVE_INFINITY).set(offsets);
  here(totalsAt, columns).fill(0).set(totals);
  const sumsHere = here(sumsAt, allSums).fill(0);
  const steps = (isSingle ? inFloats : inDoubles)(
    wasm,
    isFloat,
    { p, k, columns, width, strips },
    {
      ...{ rows: rowsAt, packed: packedAt, matrix: matrixAt, products: productsAt, shares: sharesAt },
      ...{ strips: stripsAt, sums: sumsAt, factors: factorsAt, offsets: offsetsAt },
    },
  );
  const addShares = isFloat ? wasm.addShares32 : wasm.addShares64;

  for (let first = 0; first < n; first += size) {
    const count = Math.min(size, n - first);
    const end = first + count;
    rowsHere.set(rows.subarray(first * p, end * p));
    factorsHere.set(factors.subarray(first, end));
    weightsHere.set(weights.subarray(first, end));
    valuesHere.set(values.subarray(first, end));
    steps.densities(count);
    wasm.exponentialSums(sharesAt, count, columns, logsAt, true, NEGLIGIBLE[precision]);
    wasm.tallyShares(sharesAt, count, columns, weightsAt, valuesAt, totalsAt, largestAt);
    if (isSparse(wasm.countShares(sharesAt, count * columns), count * k)) {
      addShares(rowsAt, count, p, sharesAt, columns, sumsAt, width);
    } else steps.addTiles(count);
    logs.set(logsHere.subarray(0, count), first);
    largest.set(largestHere.subarray(0, count), first);
  }
  totals.set(here(totalsAt, k));
  for (let c = 0; c < k; c++) {
    const from = c * width;
    const to = c * p;
    for (let j = 0; j < p; j++) sums[to + j] += sumsHere[from + j];
  }
}
