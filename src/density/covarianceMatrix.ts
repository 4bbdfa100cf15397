import type { CovarianceEigenvalues } from './covarianceEigenvalues.ts';

/** 1 - μᵢ², from the other components where the difference would cancel. */
function othersOf(mu: Float64Array, i: number): number {
  const square = mu[i] * mu[i];
  if (square <= 0.5) return 1 - square;
  let sum = 0;
  for (let j = 0; j < mu.length; j++) if (j !== i) sum += mu[j] * mu[j];
  return sum;
}

/** perpendicular (I - μμᵀ) + parallel μμᵀ as a flat symmetric p × p array. */
export function covarianceMatrix(
  mu: Float64Array,
  { parallel, perpendicular }: CovarianceEigenvalues,
): Float64Array {
  const p = mu.length;
  const matrix = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    const factor = (parallel - perpendicular) * mu[i];
    for (let j = 0; j < i; j++) {
      matrix[i * p + j] = factor * mu[j] + 0;
      matrix[j * p + i] = factor * mu[j] + 0;
    }
    matrix[i * p + i] = perpendicular * othersOf(mu, i) + parallel * mu[i] * mu[i];
  }
  return matrix;
}
