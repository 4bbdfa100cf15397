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
  let along = 0;
  let alongRest = 0;
  let square = 0;
  let squareRest = 0;
  for (let i = 0; i < p; i++) {
    const component = mu[i];
    const product = (x[i] - component) * component;
    const nextAlong = along + product;
    alongRest += sumError(along, product, nextAlong);
    along = nextAlong;
    const term = component * component;
    const nextSquare = square + term;
    squareRest += sumError(square, term, nextSquare);
    square = nextSquare;
  }
  const muSquare = square + squareRest;
  const c = (along + alongRest) / muSquare;
  let across = 0;
  let acrossRest = 0;
  for (let i = 0; i < p; i++) {
    const e = x[i] - mu[i] - c * mu[i];
    const term = e * e;
    const next = across + term;
    acrossRest += sumError(across, term, next);
    across = next;
  }
  const rest = across + acrossRest;
  const a = (1 + c) * Math.sqrt(muSquare);
  const length = Math.sqrt(a * a + rest);
  return a > 0 ? rest / (length * (length + a)) : Math.min(2, (length - a) / length);
}
