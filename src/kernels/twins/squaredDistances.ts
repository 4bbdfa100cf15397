import { inDoubles } from './inDoubles.ts';

/** Σ x² over even columns plus Σ x² over odd ones, for the p values from `start` on. */
export function squaredLength(values: Float64Array, start: number, p: number): number {
  const last = start + p - 1;
  let even = 0;
  let odd = 0;
  let i = start;
  for (; i < last; i += 2) {
    const x = values[i];
    const y = values[i + 1];
    even += x * x;
    odd += y * y;
  }
  if (i === last) even += values[i] * values[i];
  return even + odd;
}

function squaredDistance(values: Float64Array, start: number, mu: Float64Array): number {
  const last = mu.length - 1;
  let even = 0;
  let odd = 0;
  let j = 0;
  for (; j < last; j += 2) {
    const x = values[start + j] - mu[j];
    const y = values[start + j + 1] - mu[j + 1];
    even += x * x;
    odd += y * y;
  }
  if (j === last) {
    const x = values[start + j] - mu[j];
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
  inDoubles(rows, p, (values, count, first) => {
    for (let i = 0; i < count; i++) {
      squaredLengths[first + i] = squaredLength(values, i * p, p);
      distances[first + i] = squaredDistance(values, i * p, mu);
    }
  });
}
