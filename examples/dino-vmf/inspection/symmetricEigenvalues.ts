/**
 * The eigenvalues of a symmetric matrix, in no order: Householder's reflections to a tridiagonal matrix, then
 * the QL algorithm with Wilkinson's shifts (Golub and Van Loan, Matrix Computations, 8.3). Takes (4/3) n³
 * products; absolute error of the order of the rounding of the largest eigenvalue.
 *
 * @param matrix n × n numbers, row by row; overwritten
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { diagonal, beside } = tridiagonal(matrix, n);
  for (let low = 0; low < n; low++) {
    // Each round of shifted rotations makes beside[low] smaller, cubically near the end.
    for (let round = 0; round < 60; round++) {
      const m = blockEnd(diagonal, beside, low, n);
      if (m === low) break;
      rotate(diagonal, beside, low, m);
    }
  }
  return diagonal;
}

/** A tridiagonal matrix with the same eigenvalues: its diagonal, and beside[i] between i and i + 1. */
function tridiagonal(a: Float64Array, n: number) {
  const at = (i: number, j: number) => a[i * n + j] as number;
  const beside = new Float64Array(n);
  const u = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    let squares = 0;
    for (let i = k + 1; i < n; i++) squares += at(i, k) ** 2;
    const first = at(k + 1, k);
    const length = Math.sqrt(squares) * (first > 0 ? -1 : 1);
    beside[k] = length;
    const half = squares - first * length;
    if (half === 0) continue;
    // Reflect by H = 1 - u uᵀ/half: A ← H A H = A - u qᵀ - q uᵀ with p = A u/half, q = p - (uᵀp/2half) u.
    for (let i = k + 1; i < n; i++) u[i] = at(i, k) - (i === k + 1 ? length : 0);
    let overlap = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += at(i, j) * (u[j] as number);
      p[i] = sum / half;
      overlap += (u[i] as number) * (p[i] as number);
    }
    for (let i = k + 1; i < n; i++) p[i] = (p[i] as number) - (overlap / (2 * half)) * (u[i] as number);
    for (let i = k + 1; i < n; i++) {
      const [ui, qi] = [u[i] as number, p[i] as number];
      for (let j = k + 1; j < n; j++) {
        a[i * n + j] = at(i, j) - ui * (p[j] as number) - qi * (u[j] as number);
      }
    }
  }
  if (n > 1) beside[n - 2] = at(n - 1, n - 2);
  return { diagonal: Float64Array.from({ length: n }, (_, i) => at(i, i)), beside };
}

/** The last index of the block that begins at `low`: the entry beside it is lost in rounding. */
function blockEnd(diagonal: Float64Array, beside: Float64Array, low: number, n: number): number {
  for (let m = low; m < n - 1; m++) {
    const scale = Math.abs(diagonal[m] as number) + Math.abs(diagonal[m + 1] as number);
    if (scale + Math.abs(beside[m] as number) === scale) return m;
  }
  return n - 1;
}

/** One implicit QL step of the block [low, high], shifted by the eigenvalue of its first 2 × 2 corner. */
function rotate(diagonal: Float64Array, beside: Float64Array, low: number, high: number): void {
  const d = (i: number) => diagonal[i] as number;
  const e = beside[low] as number;
  const tilt = (d(low + 1) - d(low)) / (2 * e);
  const root = Math.hypot(tilt, 1);
  const shift = d(low) - e / (tilt + (tilt < 0 ? -root : root));
  let [sine, cosine, carried] = [1, 1, 0];
  let bulge = d(high) - shift;
  for (let i = high - 1; i >= low; i--) {
    const across = sine * (beside[i] as number);
    const along = cosine * (beside[i] as number);
    const length = Math.hypot(across, bulge);
    beside[i + 1] = length;
    if (length === 0) {
      diagonal[i + 1] = d(i + 1) - carried;
      beside[high] = 0;
      return;
    }
    sine = across / length;
    cosine = bulge / length;
    const lowered = d(i + 1) - carried;
    const turn = (d(i) - lowered) * sine + 2 * cosine * along;
    carried = sine * turn;
    diagonal[i + 1] = lowered + carried;
    bulge = cosine * turn - along;
  }
  diagonal[low] = d(low) - carried;
  beside[low] = bulge;
  beside[high] = 0;
}
