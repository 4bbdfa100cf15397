/**
 * What the array form of log C_p leaves to a polynomial, one for each p >= 32:
 *
 *   h(t) = (ν + ½) log(v/2π) - r - log C_p(κ) = ½ log(1 + t) + Σ_j D_j(t²) r^-j,   v = ν + r, t = ν/r
 *
 * smooth on [0, 1] (at small t its expansion is Hankel's), at most 0.36. Interpolated at Chebyshev points and
 * given as powers of x = 2t - 1.
 */
import { besselLogarithm } from './besselLogarithm.ts';
import { ALWAYS_DIRECT, debyeSum, leadingLogarithm } from './debye.ts';

const NODES = 40;

const low = /* @__PURE__ */ new Float64Array(1);

/** Σ_j D_j r^-j at t = ν/r: what the leading terms leave out. */
function remainderAt(nu: number, t: number): number {
  if (nu >= ALWAYS_DIRECT) return debyeSum(nu, nu / t);
  const kappa = nu * Math.sqrt((1 / t - 1) * (1 / t + 1));
  const leading = leadingLogarithm(nu, 0, kappa, low);
  const leadingLow = low[0];
  const full = besselLogarithm(nu, kappa, low);
  return leading - full + (leadingLow - low[0]);
}

/** Chebyshev coefficients of h in x = 2t - 1 on [-1, 1]. */
function chebyshevCoefficients(nu: number): number[] {
  const angles = Array.from({ length: NODES }, (_, k) => (Math.PI * (k + 0.5)) / NODES);
  const values = angles.map((angle) => remainderAt(nu, (1 + Math.cos(angle)) / 2));
  // ½ log(1 + t) = ½ log(ρ/4) - Σ_m (-1/ρ)^m/m T_m(x), ρ = 3 + √8: from 1 + t = (ρ/4)|1 + e^{iθ}/ρ|², x = cos θ.
  const rho = 3 + Math.SQRT2 * 2;
  return angles.map((_, m) => {
    const sum = values.reduce((total, value, k) => total + value * Math.cos(m * angles[k]), 0);
    const remainder = ((m === 0 ? 1 : 2) / NODES) * sum;
    return remainder + (m === 0 ? 0.5 * Math.log(rho / 4) : -((-1 / rho) ** m) / m);
  });
}

/** h as powers of x, highest first and an even number of them, cut where the series falls below 2^-54. */
function fitted(nu: number): Float64Array {
  const chebyshev = chebyshevCoefficients(nu);
  let degree = NODES - 1;
  while (Math.abs(chebyshev[degree]) + Math.abs(chebyshev[degree - 1]) < 2 ** -54) degree -= 2;

  // T_m as powers of x by T_{m+1} = 2x T_m - T_{m-1}; lowest power first.
  const powers = new Float64Array(degree + 1);
  let previous = new Float64Array(degree + 2);
  let current = new Float64Array(degree + 2);
  previous[0] = 1;
  current[1] = 1;
  for (let m = 0; m <= degree; m++) {
    for (let i = 0; i <= degree; i++) powers[i] += chebyshev[m] * previous[i];
    const next = new Float64Array(degree + 2);
    for (let i = 0; i <= degree; i++) next[i] = (i > 0 ? 2 * current[i - 1] : 0) - previous[i];
    previous = current;
    current = next;
  }
  return powers.reverse();
}

let lastDimension = Number.NaN;
let lastPolynomial: Float64Array = /* @__PURE__ */ new Float64Array(0);

/** h of a dimension; that of the last one asked for is kept, since training and fitting stay with one p. */
export function remainderPolynomial(p: number): Float64Array {
  if (p !== lastDimension) {
    lastPolynomial = fitted(p / 2 - 1);
    lastDimension = p;
  }
  return lastPolynomial;
}
