/**
 * The inverse of a symmetric positive definite matrix, n x n row by row, by Cholesky's factorisation; undefined where
 * the matrix is not positive definite.
 */
export function choleskyInverse(matrix: Float64Array, n: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let t = 0; t < j; t++) sum -= lower[i * n + t] * lower[j * n + t];
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j];
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  // Columns of the inverse of the factor, then the inverse as their products.
  const inverse = new Float64Array(n * n);
  for (let c = 0; c < n; c++) {
    for (let i = c; i < n; i++) {
      let sum = i === c ? 1 : 0;
      for (let t = c; t < i; t++) sum -= lower[i * n + t] * inverse[t * n + c];
      inverse[i * n + c] = sum / lower[i * n + i];
    }
  }
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let t = i; t < n; t++) sum += inverse[t * n + i] * inverse[t * n + j];
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
  }
  return out;
}
