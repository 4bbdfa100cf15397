/**
 * Chebyshev series in double precision: f(t) = Σ cₖ Tₖ(x), x = (2t - low - high)/(high - low).
 */

const NODES = 48;

export type ChebyshevSeries = { low: number; high: number; coefficients: readonly number[] };

/** A polynomial by powers of (t - center), constant first. */
export type Polynomial = { center: number; powers: readonly number[] };

/** The `NODES` zeros of the first Tₖ left out. */
const chebyshevNodes = (low: number, high: number): number[] =>
  Array.from(
    { length: NODES },
    (_, j) => low + (high - low) * Math.cos((Math.PI * (j + 0.5)) / (2 * NODES)) ** 2,
  );

/** The series through the values of f at the nodes, without the end that is only rounding. */
export function chebyshevSeries(f: (t: number) => number, low: number, high: number): ChebyshevSeries {
  const values = chebyshevNodes(low, high).map(f);
  const coefficients = values.map((_, k) => {
    const sum = values.reduce((s, value, j) => s + value * Math.cos((Math.PI * k * (j + 0.5)) / NODES), 0);
    return ((k === 0 ? 1 : 2) * sum) / NODES;
  });
  const rounding = NODES * 2 ** -50 * Math.max(...values.map(Math.abs));
  return { low, high, coefficients: truncated(coefficients, rounding) };
}

/** The shortest beginning that leaves out no more than `tolerance` anywhere. */
function truncated(coefficients: readonly number[], tolerance: number): readonly number[] {
  let length = coefficients.length;
  for (let rest = 0; length > 1; length--) {
    rest += Math.abs(coefficients[length - 1]);
    if (!(rest <= tolerance)) break;
  }
  return coefficients.slice(0, length);
}

/** Whether the series has come to an end before its nodes have. */
export const hasConverged = ({ coefficients }: ChebyshevSeries, tolerance: number): boolean =>
  coefficients.every((c, k) => k < NODES - 4 || Math.abs(c) <= tolerance);

/** f(t), by Clenshaw's recurrence. */
export function chebyshevValue({ low, high, coefficients }: ChebyshevSeries, t: number): number {
  const x = (2 * t - low - high) / (high - low);
  let next = 0;
  let afterNext = 0;
  for (let k = coefficients.length - 1; k > 0; k--) {
    [next, afterNext] = [coefficients[k] + 2 * x * next - afterNext, next];
  }
  return coefficients[0] + x * next - afterNext;
}

/** The series of df/dt. */
export function chebyshevDerivative({ low, high, coefficients }: ChebyshevSeries): ChebyshevSeries {
  const derivative = new Array<number>(Math.max(coefficients.length - 1, 1)).fill(0);
  for (let k = coefficients.length - 1; k > 0; k--) {
    derivative[k - 1] = (derivative[k + 1] ?? 0) + (4 * k * coefficients[k]) / (high - low);
  }
  derivative[0] /= 2;
  return { low, high, coefficients: derivative };
}

/**
 * The shortest polynomial within a relative tolerance on the interval; where f dips towards 0, of a
 * hundredth of its peak.
 */
export function shortestPolynomial(series: ChebyshevSeries, tolerance: number): Polynomial {
  const { low, high } = series;
  const sizes = chebyshevNodes(low, high).map((t) => Math.abs(chebyshevValue(series, t)));
  const scale = Math.max(Math.min(...sizes), Math.max(...sizes) / 100);
  const kept = truncated(series.coefficients, tolerance * scale);
  const stretch = 2 / (high - low);
  return { center: (low + high) / 2, powers: powersOf(kept).map((c, k) => c * stretch ** k) };
}

/** Σ cₖ Tₖ(x) by powers of x. */
function powersOf(coefficients: readonly number[]): number[] {
  let previous = [1];
  let current = [0, 1];
  const powers = new Array<number>(coefficients.length).fill(0);
  coefficients.forEach((coefficient, k) => {
    const polynomial = k === 0 ? previous : current;
    polynomial.forEach((c, i) => {
      powers[i] += coefficient * c;
    });
    if (k > 0) [previous, current] = [current, nextChebyshev(previous, current)];
  });
  return powers;
}

/** T_{k+1} = 2x T_k - T_{k-1}. */
function nextChebyshev(previous: readonly number[], current: readonly number[]): number[] {
  const next = [0, ...current.map((c) => 2 * c)];
  previous.forEach((c, i) => {
    next[i] -= c;
  });
  return next;
}
