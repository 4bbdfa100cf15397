/**
 * The mode of the angle and what is measured from it, as hi + lo.
 *
 *   h(θ) = κ cos θ + m log sin θ,  m = p - 2;   h'(θ₀) = 0 at t₀ = cos θ₀ = κ/K,  sin² θ₀ = m/K,
 *   K = (m + √(m² + 4κ²))/2 >= κ
 *
 * Nothing cancels: 1 - t₀ = sin² θ₀/(1 + t₀).
 */
import { HUGE_KAPPA } from '../special/domain.ts';
import { add, type DoubleDouble, dd, divide, multiply, squareRoot } from '../special/doubleDouble.ts';

export interface Mode {
  readonly m: number;
  readonly kappa: number;
  /** K. */
  readonly size: DoubleDouble;
  /** t₀ and 1 - t₀. */
  readonly cosine: DoubleDouble;
  readonly rest: DoubleDouble;
  /** K/m = 1/sin² θ₀; 1 for m = 0. */
  readonly inverseSquare: DoubleDouble;
}

const ZERO = /* @__PURE__ */ dd(0);
const ONE = /* @__PURE__ */ dd(1);

/** For m >= 0 and κ >= 0 in the domain. */
export function modeOf(p: number, kappa: number): Mode {
  const m = p - 2;
  const size = sizeOf(m, kappa);
  if (m === 0) {
    // The circle: h = κ cos θ; at κ = 0 any point serves as mode.
    return { m, kappa, size, cosine: ONE, rest: ZERO, inverseSquare: ONE };
  }
  const cosine = divide(dd(kappa), size);
  const square = divide(dd(m), size);
  return {
    m,
    kappa,
    size,
    cosine,
    rest: divide(square, add(ONE, cosine)),
    inverseSquare: divide(size, dd(m)),
  };
}

function sizeOf(m: number, kappa: number): DoubleDouble {
  if (kappa > HUGE_KAPPA) return dd(kappa);
  const half = dd(m / 2);
  const k = dd(kappa);
  return add(half, squareRoot(add(multiply(half, half), multiply(k, k))));
}
