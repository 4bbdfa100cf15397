import { sumError } from '../special/doubleDouble.ts';

/**
 * The versine 1 - cos of the angle between a vector x of any length and a direction μ, without the cancellation
 * of 1 - μᵀx/|x||μ|.
 *
 * x is cut into (1 + c) μ, with c = μᵀ(x - μ)/|μ|², and what is orthogonal to μ, e = (x - μ) - c μ: then
 *
 *   1 - cos = |e|² / |x|(|x| + a),   a = (1 + c)|μ|,   |x|² = a² + |e|²
 *
 * Near components are subtracted exactly, and an error of c moves |e|² by its square only: the result keeps the
 * relative accuracy 2^-52 (2 + |c|/θ) at an angle θ. Sums are compensated, so that p does not matter.
 */
export function versine(x: ArrayLike<number>, mu: Float64Array): number {
  const p = mu.length;
  const along = compensatedSum(p, (i) => (x[i] - mu[i]) * mu[i]);
  const muSquare = compensatedSum(p, (i) => mu[i] * mu[i]);
  const c = along / muSquare;
  const across = compensatedSum(p, (i) => {
    const e = x[i] - mu[i] - c * mu[i];
    return e * e;
  });
  const a = (1 + c) * Math.sqrt(muSquare);
  const length = Math.sqrt(a * a + across);
  return a > 0 ? across / (length * (length + a)) : Math.min(2, (length - a) / length);
}

function compensatedSum(count: number, term: (i: number) => number): number {
  let sum = 0;
  let rest = 0;
  for (let i = 0; i < count; i++) {
    const value = term(i);
    const next = sum + value;
    rest += sumError(sum, value, next);
    sum = next;
  }
  return sum + rest;
}
