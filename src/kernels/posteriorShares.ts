import type { KernelExports } from './KernelExports.ts';
import { layOut } from './layOut.ts';
import { NEGLIGIBLE } from './negligibleShare.ts';
import type { PosteriorArrays } from './PosteriorArrays.ts';
import { posteriorShares as twin } from './twins/posteriorShares.ts';
import { wasmFor } from './wasm.ts';

/** Values from which copying them to the module pays. */
const LEAST = 64;
/** The module would need much memory for longer rows. */
const MOST_COLUMNS = 2 ** 20;
/** 32 kB: a chunk stays in the first-level cache. */
const CHUNK_VALUES = 4096;

/**
 * What EM needs of a block of products, in one go: with y_ik = x_ik f_i + c_k and r_ik = e^y_ik/Σ_l e^y_il,
 *
 *   rows ← r_ik v_i,   logs = log Σ_k e^y_ik,   largest = max_k r_ik,   totals_k += Σ_i w_i r_ik
 *
 * @param rows n rows of `columns` values x_ik, which are overwritten
 *
 * r is that of softmaxRows.ts but for shares below 2^-64, which are 0 (negligibleShare.ts); sums over rows are plain and from the first row on: the bits of doing one after the
 * other. Rows need a finite largest y_ik; others leave NaN or infinities in all that they touch.
 */
export function posteriorShares(rows: Float64Array, columns: number, arrays: PosteriorArrays): void {
  const wasm = columns > MOST_COLUMNS ? undefined : wasmFor(rows.length, LEAST);
  if (wasm === undefined) twin(rows, columns, arrays);
  else inChunks(wasm, rows, columns, arrays);
}

function inChunks(
  wasm: KernelExports,
  rows: Float64Array,
  columns: number,
  { factors, offsets, weights, values, logs, largest, totals }: PosteriorArrays,
): void {
  const n = logs.length;
  const size = Math.min(n, Math.max(1, Math.floor(CHUNK_VALUES / columns)));
  const [row, column] = [size * 8, columns * 8];
  const places = layOut(wasm, size * column, column, column, row, row, row, row, row);
  const [rowsAt, offsetsAt, totalsAt, factorsAt, weightsAt, valuesAt, logsAt, largestAt] = places;
  const here = (at: number, length: number): Float64Array => new Float64Array(wasm.memory.buffer, at, length);
  const rowsHere = here(rowsAt, size * columns);
  const [factorsHere, weightsHere, valuesHere, logsHere, largestHere] = places
    .slice(3)
    .map((at) => here(at, size));
  here(offsetsAt, columns).set(offsets);
  here(totalsAt, columns).set(totals);
  for (let first = 0; first < n; first += size) {
    const count = Math.min(size, n - first);
    const end = first + count;
    rowsHere.set(rows.subarray(first * columns, end * columns));
    factorsHere.set(factors.subarray(first, end));
    weightsHere.set(weights.subarray(first, end));
    valuesHere.set(values.subarray(first, end));
    wasm.scaleAndShift(rowsAt, count, columns, factorsAt, offsetsAt);
    wasm.exponentialSums(rowsAt, count, columns, logsAt, true, NEGLIGIBLE.double);
    wasm.tallyShares(rowsAt, count, columns, weightsAt, valuesAt, totalsAt, largestAt);
    rows.set(rowsHere.subarray(0, count * columns), first * columns);
    logs.set(logsHere.subarray(0, count), first);
    largest.set(largestHere.subarray(0, count), first);
  }
  totals.set(here(totalsAt, columns));
}
