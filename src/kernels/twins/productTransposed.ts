import { inDoubles } from './inDoubles.ts';

/** Σ x m over the p values from `row` and from `column` on, in their order. */
function dot(rows: Float64Array, row: number, matrix: Float64Array, column: number, p: number): number {
  let sum = 0;
  for (let j = 0; j < p; j++) sum += rows[row + j] * matrix[column + j];
  return sum;
}

/** Two rows by four columns at a time, which reads 6 values for 8 products; n x k products to `out`. */
function multiply(
  rows: Float64Array,
  n: number,
  matrix: Float64Array,
  k: number,
  p: number,
  out: Float64Array,
): void {
  const wholeRows = n - (n % 2);
  const wholeColumns = k - (k % 4);
  for (let i = 0; i < wholeRows; i += 2) {
    const a = i * p;
    const b = a + p;
    for (let c = 0; c < wholeColumns; c += 4) {
      const m = c * p;
      const m1 = m + p;
      const m2 = m1 + p;
      const m3 = m2 + p;
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let j = 0; j < p; j++) {
        const x = rows[a + j];
        const y = rows[b + j];
        const v0 = matrix[m + j];
        const v1 = matrix[m1 + j];
        const v2 = matrix[m2 + j];
        const v3 = matrix[m3 + j];
        a0 += x * v0;
        a1 += x * v1;
        a2 += x * v2;
        a3 += x * v3;
        b0 += y * v0;
        b1 += y * v1;
        b2 += y * v2;
        b3 += y * v3;
      }
      const at = i * k + c;
      out[at] = a0;
      out[at + 1] = a1;
      out[at + 2] = a2;
      out[at + 3] = a3;
      out[at + k] = b0;
      out[at + k + 1] = b1;
      out[at + k + 2] = b2;
      out[at + k + 3] = b3;
    }
  }
  for (let i = 0; i < n; i++) {
    const first = i < wholeRows ? wholeColumns : 0;
    for (let c = first; c < k; c++) out[i * k + c] = dot(rows, i * p, matrix, c * p, p);
  }
}

/** The twin of assembly/productTransposed.ts; see ../productTransposed.ts. */
export function productTransposed(
  rows: Float32Array | Float64Array,
  matrix: Float32Array | Float64Array,
  p: number,
  out: Float64Array,
): void {
  const columns = matrix instanceof Float64Array ? matrix : Float64Array.from(matrix);
  const k = matrix.length / p;
  inDoubles(rows, p, (values, count, first) => {
    multiply(values, count, columns, k, p, out.subarray(first * k, (first + count) * k));
  });
}
