import { chiSquaredTail } from './chiSquaredTail.ts';
import { cosineMoments } from './cosineMoments.ts';
import type { FitComponent } from './FitComponent.ts';

/**
 * Whether the cosines tᵢ to the mean direction vary more, or less, than those of a von Mises-Fisher sample.
 *
 *   Y = Σ (tᵢ - R̄)²/(n m₂),   z = ((Y^h - 1)/h - (h-1)τ²/2)/τ,   z² ~ χ²₁
 *
 * Y is the score against densities ∝ exp(κμᵀx + β(μᵀx)²). m_k are the moments of t given R̄ (cosineMoments.ts), so that
 * neither the estimate of κ nor that of μ shifts the mean of Y from 1. With u = (t - R̄)² - m₂ - (m₃/m₂)(t - R̄), the
 * part that Σ tᵢ = R leaves free, Y has to first order the deviation τ = √(V/n)/m₂, V = E u², and the skewness
 * γ = E u³/V^(3/2)/√n; the power h = 1 - γ/3τ takes the skewness away, as Wilson and Hilferty's cube root does for
 * gamma variables, and (h-1)τ²/2 the mean it leaves.
 */
export function cosineDispersion(
  p: number,
  complements: Float64Array,
  rBar: number,
  oneMinusRBar: number,
): FitComponent {
  const n = complements.length;
  const [m2, m3, m4, m5, m6] = cosineMoments(p, n, rBar, oneMinusRBar);
  let sum = 0;
  for (const complement of complements) sum += (complement - oneMinusRBar) ** 2;
  const b = m3 / m2;
  const variance = m4 - m2 * m2 - m3 * b;
  const third =
    m6 - 3 * m2 * m4 + 2 * m2 ** 3 - 3 * b * (m5 - 2 * m2 * m3) + 3 * b * b * (m4 - m2 * m2) - b ** 3 * m3;
  const tau = Math.sqrt(variance / n) / m2;
  const h = 1 - (third * m2) / (3 * variance * variance);
  const y = sum / (n * m2);
  const moved = Math.abs(h) < 1e-6 ? Math.log(y) : Math.expm1(h * Math.log(y)) / h;
  const z = (moved - ((h - 1) * tau * tau) / 2) / tau;
  const statistic = z * z;
  return { statistic, degreesOfFreedom: 1, ...chiSquaredTail(1, statistic) };
}
