import { squaredLength } from './squaredDistances.ts';

/** So many rows of floats are added up plainly before they go to the sums in two parts. */
export const TILE = 64;

/** Adds `terms` to high + low, exactly but for the rounding of low. */
function fold(terms: Float64Array, high: Float64Array, low: Float64Array): void {
  for (let j = 0; j < terms.length; j++) {
    const before = high[j];
    const term = terms[j];
    const after = before + term;
    const rounded = after - before;
    low[j] += before - (after - rounded) + (term - rounded);
    high[j] = after;
  }
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
  const terms = new Float64Array(p);
  const isFloat = rows instanceof Float32Array;
  for (let i = 0; i < n; i++) {
    const start = i * p;
    const square = squaredLength(rows, start, p);
    squaredLengths[i] = square;
    let weight = weights === undefined ? 1 : weights[i];
    if (normalize) weight = square > 1e-290 && square < 1e290 ? weight / Math.sqrt(square) : 0;
    if (isFloat) {
      for (let j = 0; j < p; j++) terms[j] += weight * rows[start + j];
      if ((i + 1) % TILE !== 0 && i + 1 !== n) continue;
    } else {
      for (let j = 0; j < p; j++) terms[j] = weight * rows[start + j];
    }
    fold(terms, high, low);
    if (isFloat) terms.fill(0);
  }
}
