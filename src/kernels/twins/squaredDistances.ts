/** Σ x² over even columns plus Σ x² over odd ones, for the p values from `start` on. */
export function squaredLength(rows: Float32Array | Float64Array, start: number, p: number): number {
  const last = start + p - 1;
  let even = 0;
  let odd = 0;
  let i = start;
  for (; i < last; i += 2) {
    const x = rows[i];
    const y = rows[i + 1];
    even += x * x;
    odd += y * y;
  }
  if (i === last) even += rows[i] * rows[i];
  return even + odd;
}

function squaredDistance(rows: Float32Array | Float64Array, start: number, mu: Float64Array): number {
  const last = mu.length - 1;
  let even = 0;
  let odd = 0;
  let j = 0;
  for (; j < last; j += 2) {
    const x = rows[start + j] - mu[j];
    const y = rows[start + j + 1] - mu[j + 1];
    even += x * x;
    odd += y * y;
  }
  if (j === last) {
    const x = rows[start + j] - mu[j];
    even += x * x;
  }
  return even + odd;
}

/** The twin of assembly/squaredDistances.ts; see ../squaredDistances.ts. */
export function squaredDistances(
  rows: Float32Array | Float64Array,
  mu: Float64Array,
  distances: Float64Array,
  squaredLengths: Float64Array,
): void {
  const p = mu.length;
  for (let i = 0; i < distances.length; i++) {
    squaredLengths[i] = squaredLength(rows, i * p, p);
    distances[i] = squaredDistance(rows, i * p, mu);
  }
}
