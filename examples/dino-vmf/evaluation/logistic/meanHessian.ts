import type { Rows } from './Rows.ts';

/** Above it the factorisation would take longer than what it saves. */
const LARGEST_DIMENSION = 1024;

/**
 * What L-BFGS starts its inverse Hessian from: x ↦ H⁻¹ x for the Hessian of logistic regression where all classes are
 * equally likely, (1/C) XᵀX/n + λ I for the weights of each class and 1/C for its intercept. Null where there are
 * too many features. The products of the rows are made once for all λ. Rows should have mean 0, so that weights and intercepts do not mix.
 */
export function meanHessian(
  { values, dimension, labels }: Rows,
  classes: number,
): (penalty: number) => ((x: Float64Array) => Float64Array) | null {
  if (dimension > LARGEST_DIMENSION) return () => null;
  const n = labels.length;
  const d = dimension;
  const matrix = new Float64Array(d * d);
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < d; i++) {
      const value = (values[row * d + i] as number) / (n * classes);
      for (let j = 0; j <= i; j++) {
        matrix[i * d + j] = (matrix[i * d + j] as number) + value * (values[row * d + j] as number);
      }
    }
  }
  let trace = 0;
  for (let i = 0; i < d; i++) trace += matrix[i * d + i] as number;
  return (penalty) => {
    // Features that never vary have no curvature of their own.
    const least = penalty + 1e-9 * (trace / d) + Number.MIN_VALUE;
    const factor = matrix.slice();
    for (let i = 0; i < d; i++) factor[i * d + i] = (factor[i * d + i] as number) + least;
    choleskyInPlace(factor, d);
    return (x) => {
      const out = x.map((xi) => xi * classes);
      for (let c = 0; c < classes; c++) solve(factor, d, x, out, c * d);
      return out;
    };
  };
}

/** The lower triangle becomes L of A = L Lᵀ. */
function choleskyInPlace(a: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * d + j] as number;
      for (let k = 0; k < j; k++) sum -= (a[i * d + k] as number) * (a[j * d + k] as number);
      a[i * d + j] = i === j ? Math.sqrt(sum) : sum / (a[j * d + j] as number);
    }
  }
}

/** out[from ...] = (L Lᵀ)⁻¹ x[from ...] */
function solve(l: Float64Array, d: number, x: Float64Array, out: Float64Array, from: number): void {
  for (let i = 0; i < d; i++) {
    let sum = x[from + i] as number;
    for (let k = 0; k < i; k++) sum -= (l[i * d + k] as number) * (out[from + k] as number);
    out[from + i] = sum / (l[i * d + i] as number);
  }
  for (let i = d - 1; i >= 0; i--) {
    const value = (out[from + i] as number) / (l[i * d + i] as number);
    out[from + i] = value;
    for (let k = 0; k < i; k++) out[from + k] = (out[from + k] as number) - value * (l[i * d + k] as number);
  }
}
