/**
 * Chebyshev series on [0, 1] in double precision: f(t) = Σ cₖ Tₖ(2t - 1).
 */

/** The `size` zeros of T_size on [0, 1]. */
export const chebyshevNodes = (size: number): number[] =>
  Array.from({ length: size }, (_, j) => Math.cos((Math.PI * (j + 0.5)) / (2 * size)) ** 2);

/** The series through the values at `chebyshevNodes(values.length)`. */
export function chebyshevSeries(values: readonly number[]): number[] {
  const size = values.length;
  return values.map((_, k) => {
    const sum = values.reduce((s, value, j) => s + value * Math.cos((Math.PI * k * (j + 0.5)) / size), 0);
    return ((k === 0 ? 1 : 2) * sum) / size;
  });
}

/** The shortest beginning of the series that leaves out no more than `tolerance` anywhere on [0, 1]. */
export function truncated(series: readonly number[], tolerance: number): number[] {
  let length = series.length;
  for (let rest = 0; length > 1; length--) {
    rest += Math.abs(series[length - 1]);
    if (rest > tolerance) break;
  }
  return series.slice(0, length);
}

/** The value of the series at t, by Clenshaw's recurrence. */
export function chebyshevValue(series: readonly number[], t: number): number {
  const x = 2 * (2 * t - 1);
  let next = 0;
  let afterNext = 0;
  for (let k = series.length - 1; k > 0; k--) {
    [next, afterNext] = [series[k] + x * next - afterNext, next];
  }
  return series[0] + (x / 2) * next - afterNext;
}

/** The series of df/dt. */
export function chebyshevDerivative(series: readonly number[]): number[] {
  const derivative = new Array<number>(Math.max(series.length - 1, 1)).fill(0);
  for (let k = series.length - 1; k > 0; k--) {
    derivative[k - 1] = (derivative[k + 1] ?? 0) + 4 * k * series[k];
  }
  derivative[0] /= 2;
  return derivative;
}

/** The same polynomial by powers of t - ½, constant first: unlike powers of t they hardly cancel. */
export function powersAboutHalf(series: readonly number[]): number[] {
  let previous = [1];
  let current = [0, 2];
  const powers = new Array<number>(series.length).fill(0);
  series.forEach((coefficient, k) => {
    const polynomial = k === 0 ? previous : current;
    polynomial.forEach((c, i) => {
      powers[i] += coefficient * c;
    });
    if (k > 0) [previous, current] = [current, nextChebyshev(previous, current)];
  });
  return powers;
}

/** T_{k+1} = 4(t - ½) T_k - T_{k-1}. */
function nextChebyshev(previous: readonly number[], current: readonly number[]): number[] {
  const next = [0, ...current.map((c) => 4 * c)];
  previous.forEach((c, i) => {
    next[i] -= c;
  });
  return next;
}
