import { debyeTurningPoints, debyeTurningValues, debyeU } from './debyeCoefficients.ts';
import { isInDomain } from './domain.ts';
import { requireOrder, uniformSeries } from './uniformExpansion.ts';

/** Bounds on the variation of U_k between t = 0 and t, from below and from above. */
function variationUpTo(k: number, t: number): { least: number; most: number } {
  const points = debyeTurningPoints[k];
  const values = debyeTurningValues[k];
  let passed = 0;
  let at = 0;
  let previous = 0;
  while (at < points.length - 1 && points[at] < t) {
    passed += Math.abs(values[at] - previous);
    previous = values[at++];
  }
  const whole = Math.abs(values[at] - previous);
  let value = 0;
  let magnitude = 0;
  for (let i = k; i >= 0; i--) {
    value = value * t * t + debyeU[k][i];
    magnitude = magnitude * t * t + Math.abs(debyeU[k][i]);
  }
  const step = Math.abs(value * t ** k - previous);
  const rounding = 8 * k * Number.EPSILON * (magnitude * t ** k + Math.abs(previous));
  return {
    least: (passed + Math.min(whole, Math.max(0, step - rounding))) * (1 - 1e-12),
    most: (passed + Math.min(whole, step + rounding)) * (1 + 1e-12),
  };
}

const variation = (k: number, from: number, to: number): number =>
  Math.max(0, variationUpTo(k, to).most - variationUpTo(k, from).least);

/**
 * A bound on |log C_p(κ) - its order-K uniform expansion|: the truncation alone, without rounding.
 *
 * Write u = ν, n = K + 1, S = Σ_{k<=K} U_k ν^-k, and let ξ = η be the variable of DLMF 10.41.7, in
 * which w = (1+z²)^{1/4} I_ν(νz) satisfies w'' = (u² + ψ) w. The solution recessive as z → 0 is
 * e^{uξ}(S + h) with h'' + 2u h' = ψ h + 2 u^{1-n} U_n', hence
 *
 *   h(ξ) = ∫_{-∞}^{ξ} (1 - e^{-2u(ξ-v)})/(2u) · (ψ h + 2 u^{1-n} U_n') dv,   ∫|ψ| = 2 V(U_1),
 *   |h| <= exp(V_{t,1}(U_1)/u) V_{t,1}(U_n)/u^n,
 *
 * V_{a,b} being the variation over (a, b). Matching I_ν at z → ∞ gives the exact value (S+h)/(1+h(∞)),
 * so the error is |log(1 + x)| with x = (h - S h(∞))/(S (1 + h(∞))). The numerator is bounded in two
 * ways, by |h| + |S h(∞)| and, sharp for large κ, by |h(∞) - h| + |1 - S| |h(∞)|, where for any t₀ > t
 *
 *   |h(∞) - h(ξ)| <= u^-n [V_{0,t₀}(U_n) + E V_{t₀,1}(U_n)] + u^-1 [V_{0,t₀}(U_1) + E V_{t₀,1}(U_1)] max|h|,
 *
 * E = exp(-2u(ξ - ξ₀)), from integrating h' = ∫ e^{-2u(ξ-v)} (...) dv and splitting at ξ₀.
 *
 * Source: F. W. J. Olver, Asymptotics and Special Functions (1997), ch. 10, sections 3 and 7; the
 * second estimate is worked out here from his integral equation.
 *
 * @param p dimension, 2 < p <= 1e15
 * @param kappa concentration, 0 <= κ <= 1.797e308
 * @param terms K, an integer in [0, 20]
 * @returns the bound in nats; Infinity where the estimate is empty (ν too small for so many terms),
 *   NaN outside the domain
 * @throws RangeError or TypeError if `terms` is not an integer in [0, 20]
 * @example
 * uniformExpansionErrorBound(256, 100, 0); // 0.000642...; the error there is 2.4e-5, at kappa = 300 both are 2.9e-4
 */
export function uniformExpansionErrorBound(p: number, kappa: number, terms: number): number {
  requireOrder('uniformExpansionErrorBound', terms);
  if (!isInDomain(p, kappa) || p <= 2) return Number.NaN;
  const nu = p / 2 - 1;
  const n = terms + 1;
  const z = kappa / nu;
  const t = 1 / Math.hypot(1, z);
  const all = (Math.exp(variation(1, 0, 1) / nu) * variation(n, 0, 1)) / nu ** n;
  const series = 1 + (terms === 0 ? 0 : uniformSeries(nu, nu / t, terms));
  if (!(all < 1 && series > 0)) return Number.POSITIVE_INFINITY;

  const here = (Math.exp(variation(1, t, 1) / nu) * variation(n, t, 1)) / nu ** n;
  let numerator = here + series * all;
  for (const fraction of kappa > 0 ? [0.5, 0.8, 0.95] : []) {
    const z0 = fraction * z;
    const t0 = 1 / Math.hypot(1, z0);
    const decay = Math.exp(-2 * nu * (eta(z) - eta(z0)));
    const split = (k: number): number => variation(k, 0, t0) + decay * variation(k, t0, 1);
    const difference = split(n) / nu ** n + (split(1) / nu) * all;
    numerator = Math.min(numerator, difference + Math.abs(1 - series) * all);
  }
  const x = numerator / (series * (1 - all));
  return x < 1 ? -Math.log1p(-x) : Number.POSITIVE_INFINITY;
}

/** η(z) = √(1+z²) + log(z/(1+√(1+z²))), DLMF 10.41.7. */
const eta = (z: number): number => Math.hypot(1, z) + Math.log(z) - Math.log1p(Math.hypot(1, z));
