import { HUGE_KAPPA } from '../special/domain.ts';
import { meanResultantLengthDerivative } from '../special/meanResultantLengthDerivative.ts';
import { ratioPair } from '../special/meanResultantPair.ts';

/** The variances of a von Mises-Fisher distribution along its mean direction and across it. */
export interface CovarianceEigenvalues {
  /** A_p'(κ) = 1 - A² - (p-1)A/κ, once: the variance of μᵀx. */
  readonly parallel: number;
  /** A_p(κ)/κ, p - 1 times: the variance of any coordinate orthogonal to μ. */
  readonly perpendicular: number;
}

/** Both 1/p at κ = 0; (p-1)/2κ² and 1/κ as κ → ∞. */
export function covarianceEigenvalues(p: number, kappa: number): CovarianceEigenvalues {
  return {
    parallel: meanResultantLengthDerivative(p, kappa),
    perpendicular: kappa > HUGE_KAPPA ? 1 / kappa : ratioPair(p / 2 - 1, kappa).hi,
  };
}
