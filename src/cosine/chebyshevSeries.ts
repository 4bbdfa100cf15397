/** Relative to the largest coefficient: what the samples' own rounding leaves. */
const NOISE = 1e-15;

/**
 * The coefficients of the Chebyshev series of a smooth function on [-1, 1] from its values at the extrema of T_n,
 * n doubled from 16 until the last eighth of them is noise (DLMF 3.11(ii)); noise at the end is dropped. Undefined
 * if n = `most` does not suffice.
 */
export function chebyshevSeries(f: (x: number) => number, most: number): Float64Array | undefined {
  let values = sample(f, 16, undefined);
  for (let n = 16; ; n *= 2, values = sample(f, n, values)) {
    const coefficients = transform(values, n);
    const limit = NOISE * coefficients.reduce((largest, c) => Math.max(largest, Math.abs(c)), 0);
    let count = n + 1;
    while (count > 1 && Math.abs(coefficients[count - 1]) <= limit) count--;
    if (count <= (7 * n) / 8) return coefficients.slice(0, count);
    if (2 * n > most) return undefined;
  }
}

/** Values at cos(π j/n); every other one is known from n/2. */
function sample(f: (x: number) => number, n: number, known: Float64Array | undefined): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, j) =>
    known !== undefined && j % 2 === 0 ? known[j / 2] : f(Math.cos((Math.PI * j) / n)),
  );
}

/** c_k = (2/n) Σ'' f_j cos(π j k/n), the first and last term and coefficient halved. */
function transform(values: Float64Array, n: number): Float64Array {
  const cosines = Float64Array.from({ length: 2 * n }, (_, j) => Math.cos((Math.PI * j) / n));
  return Float64Array.from({ length: n + 1 }, (_, k) => {
    let sum = (values[0] + (k % 2 === 0 ? values[n] : -values[n])) / 2;
    for (let j = 1; j < n; j++) sum += values[j] * cosines[(j * k) % (2 * n)];
    return (k === 0 || k === n ? 1 : 2) * (sum / n);
  });
}

/** The value of such a series by Clenshaw's recurrence (DLMF 3.11(ii)). */
export function chebyshevValue(coefficients: Float64Array, x: number): number {
  let ahead = 0;
  let here = 0;
  for (let k = coefficients.length - 1; k > 0; k--) {
    const next = coefficients[k] + 2 * x * here - ahead;
    ahead = here;
    here = next;
  }
  return coefficients[0] + x * here - ahead;
}
