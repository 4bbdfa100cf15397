import { squaredLength } from './squaredDistances.ts';

/** So many rows of floats are added up plainly before they go to the sums in two parts. */
export const TILE = 64;

/** Adds weight·x, for the values from `start` on, to high + low: what rounding takes from high goes to low. */
function addExactly(
  values: Float64Array,
  start: number,
  weight: number,
  high: Float64Array,
  low: Float64Array,
): void {
  for (let j = 0; j < high.length; j++) {
    const before = high[j];
    const term = weight * values[start + j];
    const after = before + term;
    const rounded = after - before;
    low[j] += before - (after - rounded) + (term - rounded);
    high[j] = after;
  }
}

/** Adds weight·x to the sums. */
function addPlainly(values: Float64Array, start: number, weight: number, sums: Float64Array): void {
  for (let j = 0; j < sums.length; j++) sums[j] += weight * values[start + j];
}

/** The twin of assembly/rowSums.ts; see ../rowSums.ts. */
export function rowSums(
  rows: Float32Array | Float64Array,
  high: Float64Array,
  low: Float64Array,
  squaredLengths: Float64Array,
  weights: Float64Array | undefined,
  normalize: boolean,
): void {
  const p = high.length;
  const n = squaredLengths.length;
  /** Writes the squared length of row i, and returns what the row is multiplied by. */
  const measure = (values: Float64Array, start: number, i: number): number => {
    const square = squaredLength(values, start, p);
    squaredLengths[i] = square;
    const weight = weights === undefined ? 1 : weights[i];
    if (!normalize) return weight;
    return square > 1e-290 && square < 1e290 ? weight / Math.sqrt(square) : 0;
  };
  if (rows instanceof Float64Array) {
    for (let i = 0; i < n; i++) addExactly(rows, i * p, measure(rows, i * p, i), high, low);
    return;
  }
  const tile = new Float64Array(Math.min(n, TILE) * p);
  const sums = new Float64Array(p);
  for (let first = 0; first < n; first += TILE) {
    const count = Math.min(TILE, n - first);
    tile.set(rows.subarray(first * p, (first + count) * p));
    sums.fill(0);
    for (let i = 0; i < count; i++) {
      addPlainly(tile, i * p, measure(tile, i * p, first + i), sums);
    }
    addExactly(sums, 0, 1, high, low);
  }
}
