/**
 * 1 - A_p(κ) and the derivatives of A_p for p < 2 and κ >= 40, or κ >= 19 as p → 1, as a series in 1/κ.
 *
 * With c = p - 1 and 1 - A_p = c β the Riccati equation A' = 1 - A² - cA/κ becomes
 * 2β = 1/κ - β' + c β² - c β/κ, so β = Σ b_k κ^-k has b_1 = ½ and
 *
 *   2 b_k = (k - 1 - c) b_{k-1} + c Σ_{i+j=k} b_i b_j.
 *
 * The factor c is exact, so nothing cancels as p → 1, where the general formula loses everything.
 * Terms behave like (k-1)!/(2κ)^k: the 36th is below 2^-85 of the first at κ = 40, below 2^-50 at κ = 19. What
 * the series omits is of order e^{-2κ}: below 2^-115 and 2^-54.
 */
const TERMS = 36;

/** [1 - A, A', A'', A'''] at κ. */
export function complementTail(c: number, kappa: number): [number, number, number, number] {
  const b = [0, 0.5];
  for (let k = 2; k <= TERMS; k++) {
    let sum = 0;
    for (let i = 1; i < k; i++) sum += b[i] * b[k - i];
    b.push(((k - 1 - c) * b[k - 1] + c * sum) / 2);
  }
  let value = 0;
  let first = 0;
  let second = 0;
  let third = 0;
  for (let k = TERMS; k >= 1; k--) {
    value = (value + b[k]) / kappa;
    first = (first + k * b[k]) / kappa;
    second = (second + k * (k + 1) * b[k]) / kappa;
    third = (third + k * (k + 1) * (k + 2) * b[k]) / kappa;
  }
  return [c * value, (c * first) / kappa, (-c * second) / kappa / kappa, (c * third) / kappa / kappa / kappa];
}
