import type { KernelExports } from './KernelExports.ts';
import { layOut } from './layOut.ts';
import { TILE, rowSums as twin } from './twins/rowSums.ts';
import { wasmFor } from './wasm.ts';

/** Values from which copying them to the module pays. */
const LEAST = 128;
/** The module would need much memory for longer rows. */
const MOST_COLUMNS = 2 ** 17;
const CHUNK_BYTES = 2 ** 17;

export interface RowSumsOptions {
  /** w_i of each row; 1 if left out. */
  readonly weights?: Float64Array | undefined;
  /** Divide each row by its length. */
  readonly normalize?: boolean | undefined;
}

/**
 * Sums of rows: adds Σ_i w_i x_ij to high[j] + low[j], and writes |x_i|² of each row.
 *
 * @param rows n rows of p values, row-major; p is the length of `high`, n that of `squaredLengths`
 * @param high sums to begin with, as `low`: zeros, or what an earlier call left there
 * @param low what rounding took from `high`: the sum is high + low
 * @param squaredLengths receives |x_i|² of the rows as they are, without weight
 *
 * Each addition to `high` is exact, its rounding error goes to `low` (Knuth, TAOCP 2, section 4.2.2), so
 * |high + low - Σ| <= 2^-105 n² Σ_i |w_i x_ij| (Ogita, Rump & Oishi, SIAM J. Sci. Comput. 26 (2005), Sum2).
 * Floats fill 24 of 53 bits: 64 rows at a time are added plainly first, which is exact without weights as
 * long as the values of a column differ by less than 2^23 in size and costs at most 2^-47 Σ_i |w_i x_ij|
 * otherwise. The groups of 64 begin anew with each call. A product w_i x_ij is rounded once.
 *
 * With `normalize` a row whose |x_i|² lies outside (1e-290, 1e290) gets the weight 0: for the caller to
 * refuse, or to add by itself. |x_i|² adds even and odd columns apart; its relative error is below
 * (p/2 + 2) 2^-53.
 *
 * A NaN or an infinity among the values ends as NaN in high + low of its column and as a squared length
 * that is not finite.
 */
export function rowSums(
  rows: Float32Array | Float64Array,
  high: Float64Array,
  low: Float64Array,
  squaredLengths: Float64Array,
  options: RowSumsOptions = {},
): void {
  const { weights, normalize = false } = options;
  const wasm = high.length > MOST_COLUMNS ? undefined : wasmFor(rows.length, LEAST);
  if (wasm === undefined) twin(rows, high, low, squaredLengths, weights, normalize);
  else inChunks(wasm, rows, high, low, squaredLengths, weights, normalize);
}

function inChunks(
  wasm: KernelExports,
  rows: Float32Array | Float64Array,
  high: Float64Array,
  low: Float64Array,
  squaredLengths: Float64Array,
  weights: Float64Array | undefined,
  normalize: boolean,
): void {
  const p = high.length;
  const n = squaredLengths.length;
  const isFloat = rows instanceof Float32Array;
  const bytes = p * rows.BYTES_PER_ELEMENT;
  const size = Math.min(n, Math.max(4, Math.floor(CHUNK_BYTES / bytes)));
  const columns = (p + 1) * 8;
  // The last vector of a row reads 8 bytes more where p is odd.
  const regions = [size * bytes + 8, columns, columns, columns, size * 8, size * 8];
  const [x, sums, highAt, lowAt, squaresAt, weightsAt] = layOut(wasm, ...regions);
  const { buffer } = wasm.memory;
  const rowsHere = isFloat ? new Float32Array(buffer, x, size * p) : new Float64Array(buffer, x, size * p);
  const highHere = new Float64Array(buffer, highAt, p);
  const lowHere = new Float64Array(buffer, lowAt, p);
  const squaresHere = new Float64Array(buffer, squaresAt, size);
  const weightsHere = new Float64Array(buffer, weightsAt, size);
  new Float64Array(buffer, sums, p + 1).fill(0);
  highHere.set(high);
  lowHere.set(low);
  for (let first = 0; first < n; first += size) {
    const count = Math.min(size, n - first);
    rowsHere.set(rows.subarray(first * p, (first + count) * p));
    if (weights === undefined) weightsHere.fill(1);
    else weightsHere.set(weights.subarray(first, first + count));
    if (isFloat) {
      const begun = first % TILE;
      wasm.rowSums32(x, count, p, begun, sums, highAt, lowAt, squaresAt, weightsAt, normalize);
    } else {
      wasm.rowSums64(x, count, p, highAt, lowAt, squaresAt, weightsAt, normalize);
    }
    squaredLengths.set(squaresHere.subarray(0, count), first);
  }
  if (isFloat && n % TILE !== 0) wasm.foldSums(sums, p, highAt, lowAt);
  high.set(highHere);
  low.set(lowHere);
}
