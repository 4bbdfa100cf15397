import { layOut } from './layOut.ts';
import { squaredDistances as twin } from './twins/squaredDistances.ts';
import { wasmFor } from './wasm.ts';

/** Values from which copying them to the module pays. */
const LEAST = 256;
/** The module would need much memory for longer rows. */
const MOST_COLUMNS = 2 ** 17;
const CHUNK_BYTES = 2 ** 17;

/**
 * Squared distances |x_i - μ|² and squared lengths |x_i|² of rows.
 *
 * @param rows n rows of p values, row-major; n is the length of `distances` and of `squaredLengths`
 * @param mu p values
 *
 * From the two comes what μ·x loses where x is close to μ: for a unit μ and r = |x|,
 *
 *   1 - cos(x, μ) = (|x - μ|² - (r - 1)²) / 2r
 *
 * Even and odd columns are added apart, so the relative error of either is below (p/2 + 4) 2^-53, of
 * differences x_j - μ_j as rounded. NaN and infinities come out as such in their row.
 */
export function squaredDistances(
  rows: Float32Array | Float64Array,
  mu: Float64Array,
  distances: Float64Array,
  squaredLengths: Float64Array,
): void {
  const p = mu.length;
  const n = distances.length;
  const wasm = p > MOST_COLUMNS ? undefined : wasmFor(rows.length, LEAST);
  if (wasm === undefined) {
    twin(rows, mu, distances, squaredLengths);
    return;
  }
  const isFloat = rows instanceof Float32Array;
  const bytes = p * rows.BYTES_PER_ELEMENT;
  const size = Math.min(n, Math.max(4, Math.floor(CHUNK_BYTES / bytes)));
  const [x, muAt, distancesAt, squaresAt] = layOut(wasm, size * bytes, p * 8, size * 8, size * 8);
  const { buffer } = wasm.memory;
  const rowsHere = isFloat ? new Float32Array(buffer, x, size * p) : new Float64Array(buffer, x, size * p);
  const distancesHere = new Float64Array(buffer, distancesAt, size);
  const squaresHere = new Float64Array(buffer, squaresAt, size);
  const kernel = isFloat ? wasm.squaredDistances32 : wasm.squaredDistances64;
  new Float64Array(buffer, muAt, p).set(mu);
  for (let first = 0; first < n; first += size) {
    const count = Math.min(size, n - first);
    rowsHere.set(rows.subarray(first * p, (first + count) * p));
    kernel(x, count, p, muAt, distancesAt, squaresAt);
    distances.set(distancesHere.subarray(0, count), first);
    squaredLengths.set(squaresHere.subarray(0, count), first);
  }
}
