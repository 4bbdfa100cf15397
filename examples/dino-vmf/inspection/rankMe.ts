import { symmetricEigenvalues } from './symmetricEigenvalues.ts';

/**
 * RankMe (Garrido et al., ICML 2023), how many dimensions the rows take up:
 *
 *   exp(-Σ pᵢ ln pᵢ),   pᵢ = σᵢ/Σσ
 *
 * with the singular values σ of the rows as they are, not centred: 1 when all rows are multiples of one,
 * min(rows, dimension) when they spread evenly. NaN without a row that is not 0.
 *
 * @param values [rows, dimension]
 */
export function rankMe(values: Float32Array, dimension: number): number {
  const rows = values.length / dimension;
  const squares = symmetricEigenvalues(gram(values, rows, dimension), Math.min(rows, dimension));
  const singular = squares.map((x) => Math.sqrt(Math.max(0, x)));
  const total = singular.reduce((a, b) => a + b, 0);
  let entropy = 0;
  for (const value of singular) if (value > 0) entropy -= (value / total) * Math.log(value / total);
  return total > 0 ? Math.exp(entropy) : Number.NaN;
}

/** Z Zᵀ or Zᵀ Z, whichever is smaller: both have the squares of the singular values. */
function gram(values: Float32Array, rows: number, dimension: number): Float64Array {
  const byRow = rows <= dimension;
  const [n, inner] = byRow ? [rows, dimension] : [dimension, rows];
  const [along, across] = byRow ? [dimension, 1] : [1, dimension];
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum += (values[i * along + k * across] as number) * (values[j * along + k * across] as number);
      }
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
  }
  return out;
}
