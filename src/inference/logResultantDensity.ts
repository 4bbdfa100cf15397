import { concentrationFromComplement } from '../special/concentration.ts';
import { meanResultantLengthDerivative } from '../special/meanResultantLengthDerivative.ts';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';

/**
 * The density of the vector sum of n independent uniform directions at length nR̄, by its saddlepoint form.
 *
 *   log q(R̄) = -n g(R̄) - ½ log A'(κ) - (p-1)/2 log(R̄/κ) + constant,   A_p(κ) = R̄,   g(R̄) = log C_p(κ) + κR̄
 *
 * (H. E. Daniels, "Saddlepoint approximations in statistics", Ann. Math. Stat. 25 (1954); the cumulant function is
 * log C_p(0) - log C_p(|t|), its Hessian has the eigenvalue A' once and A/κ p-1 times.) Up to the constant, which
 * its users find by integration, exact in the limits n → ∞ and R̄ → 1, where n - R is a gamma variable; how near
 * between shows in the tests that rest on it (validation/NULL_LAWS.md). For n >= 2, 0 <= R̄ < 1.
 *
 * κ comes from Sra's two Newton steps, within 3e-5 relative for every p: g is stationary in κ, and what is left
 * is far below what the approximation itself is off.
 */
export function logResultantDensity(p: number, n: number, rBar: number, oneMinusRBar: number): number {
  const kappa = rBar > 0 ? concentrationFromComplement(p, oneMinusRBar, { method: 'sra' }) : 0;
  const across = kappa > 0 ? rBar / kappa : 1 / p;
  const along = meanResultantLengthDerivative(p, kappa);
  const g = scaledLogNormalizer(p, kappa) - kappa * oneMinusRBar;
  return -n * g - (Math.log(along) + (p - 1) * Math.log(across)) / 2;
}
