import { layOut } from './layOut.ts';
import { exponentialSums as twin } from './twins/exponentialSums.ts';
import { wasmFor } from './wasm.ts';

/** Values from which copying them to the module pays. */
const LEAST = 64;
/** The module would need much memory for longer rows. */
const MOST_COLUMNS = 2 ** 20;
/** 32 kB: a chunk stays in the first-level cache. */
const CHUNK_VALUES = 4096;

/**
 * Logarithm of the sum of exponentials of every row, log Σ_k e^x_ik, and the shares e^x_ij / Σ_k e^x_ik.
 *
 * @param rows n rows of `columns` values; n is the length of `sums`
 * @param sums receives the logarithms
 * @param shares receives the shares if it is given; may be `rows`
 *
 * With m the largest value of a row, which occurs c times, and r the sum of e^(x - m) over the others,
 *
 *   m + log(c + r), by log(1 + r) where c = 1,
 *
 * so that nothing overflows and a result near 0 keeps its relative accuracy where m = 0. For K columns the
 * error is at most one rounding of the result, (K/2 + 6) 2^-53 log(c + r) and, from r = 1/8 on, 2^-53.
 *
 * Infinity in a row gives Infinity, -Infinity alone (or no column) -Infinity, and NaN gives NaN. For shares see
 * softmaxRows.ts.
 */
export function exponentialSums(
  rows: Float64Array,
  columns: number,
  sums: Float64Array,
  shares: Float64Array | undefined,
): void {
  const n = sums.length;
  const wasm = columns > MOST_COLUMNS ? undefined : wasmFor(rows.length, LEAST);
  if (wasm === undefined) twin(rows, columns, sums, shares);
  else {
    const size = Math.min(n, Math.max(1, Math.floor(CHUNK_VALUES / Math.max(1, columns))));
    const [rowsAt, sumsAt] = layOut(wasm, size * columns * 8, size * 8);
    const { buffer } = wasm.memory;
    const rowsHere = new Float64Array(buffer, rowsAt, size * columns);
    const sumsHere = new Float64Array(buffer, sumsAt, size);
    for (let first = 0; first < n; first += size) {
      const count = Math.min(size, n - first);
      rowsHere.set(rows.subarray(first * columns, (first + count) * columns));
      wasm.exponentialSums(rowsAt, count, columns, sumsAt, shares !== undefined, Number.NEGATIVE_INFINITY);
      shares?.set(rowsHere.subarray(0, count * columns), first * columns);
      sums.set(sumsHere.subarray(0, count), first);
    }
  }
  for (let i = 0; i < n; i++) {
    if (Math.abs(sums[i]) !== Number.POSITIVE_INFINITY) continue;
    const [start, end] = [i * columns, (i + 1) * columns];
    sums[i] = withoutMaximum(rows.subarray(start, end), sums[i], shares?.subarray(start, end));
  }
}

/** A row whose largest value but for NaN is infinite, which both sides leave alone. Returns its sum. */
function withoutMaximum(row: Float64Array, largest: number, shares: Float64Array | undefined): number {
  let infinite = 0;
  for (const x of row) {
    if (Number.isNaN(x)) {
      shares?.fill(Number.NaN);
      return Number.NaN;
    }
    if (x === Number.POSITIVE_INFINITY) infinite++;
  }
  if (infinite === 1) shares?.set(row.map((x) => (x === Number.POSITIVE_INFINITY ? 1 : 0)));
  else shares?.fill(Number.NaN);
  return largest;
}
