import { meanResultantLength } from '../special/meanResultantLength.ts';
import { meanResultantLengthDerivative } from '../special/meanResultantLengthDerivative.ts';
import { concentrationOf, relativeLogLikelihood } from './profileLogLikelihood.ts';

/**
 * The density of the vector sum of n independent uniform directions at length nR̄, by its saddlepoint form.
 *
 *   log q(R̄) = -n g(R̄) - ½ log A'(κ) - (p-1)/2 log(A(κ)/κ) + constant,
 *   A_p(κ) = R̄,   g(R̄) = log C_p(κ) - log C_p(0) + κR̄
 *
 * (H. E. Daniels, "Saddlepoint approximations in statistics", Ann. Math. Stat. 25 (1954); the cumulant function is
 * log C_p(0) - log C_p(|t|), its Hessian has the eigenvalue A' once and A/κ p-1 times.) Up to the constant, which
 * its users find by integration, exact in the limits n → ∞ and R̄ → 1, where n - R is a gamma variable; how near
 * between shows in the tests that rest on it (validation/NULL_LAWS.md). For n >= 2, 0 <= R̄ < 1.
 */
export function logResultantDensity(p: number, n: number, rBar: number, rest: number): number {
  const kappa = concentrationOf(p, rBar, rest);
  const across = kappa > 0 ? meanResultantLength(p, kappa) / kappa : 1 / p;
  const along = kappa > 0 ? meanResultantLengthDerivative(p, kappa) : 1 / p;
  return (
    -n * relativeLogLikelihood(p, kappa, rBar, rest) - (Math.log(along) + (p - 1) * Math.log(across)) / 2
  );
}
