import type { MixtureBlockArrays } from '../MixtureBlockArrays.ts';
import { isSparse, rowsAtATime } from '../rowsAtATime.ts';
import { posteriorShares } from './posteriorShares.ts';

const { fround } = Math;

/** Σ_j x_ij m_kj in floats. */
function products(rows: Float32Array, matrix: Float32Array, p: number, out: Float64Array): void {
  const k = matrix.length / p;
  for (let at = 0; at < out.length; at++) {
    const row = Math.floor(at / k) * p;
    const component = (at % k) * p;
    let sum = 0;
    for (let j = 0; j < p; j++) sum = fround(sum + fround(rows[row + j] * matrix[component + j]));
    out[at] = sum;
  }
}

/** Adds Σ_i s_ik x_ij, summed in floats. */
function addTiles(rows: Float32Array, shares: Float64Array, k: number, p: number, sums: Float64Array): void {
  const n = rows.length / p;
  const floats = Float32Array.from(shares);
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum = fround(sum + fround(floats[i * k + c] * rows[i * p + j]));
      sums[c * p + j] += sum;
    }
  }
}

/** Adds s_ik x_ij in doubles, row after row. */
function addRows(
  rows: Float32Array | Float64Array,
  shares: Float64Array,
  k: number,
  p: number,
  sums: Float64Array,
): void {
  for (let at = 0; at < shares.length; at++) {
    const share = shares[at];
    if (share === 0) continue;
    const row = Math.floor(at / k) * p;
    const to = (at % k) * p;
    for (let j = 0; j < p; j++) sums[to + j] += share * rows[row + j];
  }
}

/** The twin of ../blockInModule.ts in 'single' precision; see ../mixtureBlock.ts. */
export function floatBlock(
  rows: Float32Array | Float64Array,
  matrix: Float64Array,
  p: number,
  arrays: MixtureBlockArrays,
): void {
  const n = arrays.logs.length;
  const k = arrays.offsets.length;
  const size = rowsAtATime(p, k);
  const floats = Float32Array.from(matrix);
  const block = new Float64Array(arrays.sums.length);
  for (let first = 0; first < n; first += size) {
    const end = Math.min(n, first + size);
    const here = rows.subarray(first * p, end * p);
    const shares = new Float64Array((end - first) * k);
    products(Float32Array.from(here), floats, p, shares);
    posteriorShares(
      shares,
      k,
      {
        ...arrays,
        factors: arrays.factors.subarray(first, end),
        weights: arrays.weights.subarray(first, end),
        values: arrays.values.subarray(first, end),
        logs: arrays.logs.subarray(first, end),
        largest: arrays.largest.subarray(first, end),
      },
      'single',
    );
    const present = shares.reduce((count, share) => count + (share === 0 ? 0 : 1), 0);
    if (isSparse(present, shares.length)) addRows(here, shares, k, p, block);
    else addTiles(Float32Array.from(here), shares, k, p, block);
  }
  for (let at = 0; at < block.length; at++) arrays.sums[at] += block[at];
}
