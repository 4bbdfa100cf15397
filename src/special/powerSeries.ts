/**
 * A_p(κ) and its derivatives by the power series in κ, for κ² <= 0.01 p².
 *
 * A_p(κ) = Σ a_k κ^(2k+1). The Riccati equation A' = 1 - A² - (p-1)A/κ gives
 *
 *   a_0 = 1/p,   a_k = -Σ_{i+j=k-1} a_i a_j / (p + 2k),
 *
 * sums of one sign. The series converges for κ < j_{ν,1}, the first zero of J_ν, which exceeds p/2; each
 * term is at most 1/20 of the one before.
 */
const TERMS = 14;

/** Whether the series serves. */
export const isSmall = (p: number, kappa: number): boolean => kappa <= 0.1 * p;

/** a_k p^(2k+1), to be used with powers of κ/p: nothing over- or underflows. */
function scaledCoefficients(p: number): number[] {
  const a = [1];
  for (let k = 1; k < TERMS; k++) {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += a[i] * a[k - 1 - i];
    a.push((-sum * p) / (p + 2 * k));
  }
  return a;
}

const evaluate = (coefficients: number[], z2: number): number =>
  coefficients.reduceRight((sum, c) => sum * z2 + c, 0);

/** The derivative of A_p of order 1, 2 or 3: Σ a_k (2k+1)(2k)... κ^(2k+1-order). */
export function smallDerivative(p: number, kappa: number, order: 1 | 2 | 3): number {
  const z = kappa / p;
  const a = scaledCoefficients(p);
  const first = a.map((c, k) => c * (2 * k + 1));
  if (order === 1) return evaluate(first, z * z) / p;
  const second = first.map((c, k) => c * 2 * k).slice(1);
  if (order === 2) return (evaluate(second, z * z) * z) / p / p;
  const third = second.map((c, k) => c * (2 * k + 1));
  return evaluate(third, z * z) / p / p / p;
}

/** log C_p(0) - log C_p(κ) = ∫ A = Σ a_k κ^(2k+2)/(2k+2). */
export function smallRelative(p: number, kappa: number): number {
  const z = kappa / p;
  const integrated = scaledCoefficients(p).map((c, k) => c / (2 * k + 2));
  return evaluate(integrated, z * z) * kappa * z;
}
