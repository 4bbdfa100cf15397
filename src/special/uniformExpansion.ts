/**
 * The paper's form of log C_p: DLMF 10.41.3 cut after order K.
 *
 *   I_ν(νz) ≈ e^{νη} (2πν)^{-1/2} (1+z²)^{-1/4} Σ_{k=0..K} U_k(t) ν^-k,   t = (1+z²)^{-1/2}, κ = νz
 *
 * which in r = √(ν² + κ²) = ν/t reads
 *
 *   log C_p ≈ ν log((ν + r)/2π) - r + ½ log(r/2π) - log Σ_{k=0..K} U_k(t) ν^-k,   U_k(t) ν^-k = r^-k P_k(t²).
 *
 * Domain: p >= 2 (at p = 2 it is Hankel's expansion and needs κ > 0), K = 0, ..., 20.
 */
import { lessSphereConstant } from './besselLogarithm.ts';
import { leadingLogarithm } from './debye.ts';
import { debyeU } from './debyeCoefficients.ts';
import { HUGE_KAPPA, isInDomain } from './domain.ts';

const HIGHEST_ORDER = 20;

const low = /* @__PURE__ */ new Float64Array(1);

/** K, or an error in the caller's name. */
export function requireOrder(caller: string, terms: number): void {
  if (typeof terms !== 'number') {
    throw new TypeError(`${caller}: terms must be a number, got ${typeof terms}`);
  }
  if (!Number.isInteger(terms) || terms < 0 || terms > HIGHEST_ORDER) {
    throw new RangeError(`${caller}: terms must be an integer in [0, ${HIGHEST_ORDER}], got ${terms}`);
  }
}

/** Σ_{k=1..K} U_k(t) ν^-k, the series without its leading 1. */
export function uniformSeries(nu: number, r: number, terms: number): number {
  const s = (nu / r) * (nu / r);
  let sum = 0;
  for (let k = terms; k > 0; k--) {
    const row = debyeU[k];
    let polynomial = row[k];
    for (let i = k - 1; i >= 0; i--) polynomial = polynomial * s + row[i];
    sum = (sum + polynomial) / r;
  }
  return sum;
}

/** The order-K value of log C_p(κ); NaN outside the domain or where the cut series is not positive. */
export function uniformLogNormalizer(p: number, kappa: number, terms: number): number {
  requireOrder('logNormalizer', terms);
  if (!isInDomain(p, kappa) || p < 2 || (p === 2 && kappa === 0)) return Number.NaN;
  if (kappa > HUGE_KAPPA) return -kappa;
  const nu = p / 2 - 1;
  const high = lessSphereConstant(nu, leadingLogarithm(nu, 0, kappa, low), low);
  if (terms === 0) return high + low[0];
  return high + (low[0] - Math.log1p(uniformSeries(nu, Math.sqrt(nu * nu + kappa * kappa), terms)));
}
