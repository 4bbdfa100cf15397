/**
 * Schou's estimate of κ: where the likelihood of the resultant length alone is largest.
 *
 * The length R = |Σ xᵢ| of n independent vectors has the density
 *
 *   f(R; κ) = h(R) C_p(κ)^n / C_p(κR),
 *
 * since e^{κ μᵀS} integrated over the directions of S gives 1/C_p(κR), and h, the density's own part at
 * κ = 0, does not depend on κ. Its logarithm is stationary where n A_p(κ) = R A_p(κR), in R̄ = R/n
 *
 *   A_p(κ) = R̄ A_p(κR),
 *
 * which has one root for √n < R < n and none but κ = 0 below.
 *
 *   region                        method
 *   R <= √n                       0
 *   A_p(κ) <= ½                   Newton in log κ on A_p(κ) - R̄ A_p(κR)
 *   A_p(κ) > ½                    the same residual as (1 - R̄) + R̄ (1 - A_p(κR)) - (1 - A_p(κ)): no term near 1
 *
 * The root lies below the solution of A_p(κ) = R̄. Every step is kept between bounds of known sign. Where R
 * comes close to √n the root goes to 0 like a square root of R² - n, and the rounding of R costs accordingly.
 */
import { meanResultantLength, meanResultantLengthComplement } from '../special/meanResultantLength.ts';
import { meanResultantLengthDerivative } from '../special/meanResultantLengthDerivative.ts';
import { concentrationOf } from './concentrationOf.ts';

/** A step this small squares to less than an ulp: the step after it is the last. */
const LAST_STEP = 2 ** -28;
const MOST_STEPS = 200;

/** A_p(κ) - R̄ A_p(κR); positive above the root. */
function residual(p: number, n: number, rBar: number, rest: number, kappa: number): number {
  const inner = kappa * n * rBar;
  const length = meanResultantLength(p, kappa);
  return length <= 0.5
    ? length - rBar * meanResultantLength(p, inner)
    : rest + rBar * meanResultantLengthComplement(p, inner) - meanResultantLengthComplement(p, kappa);
}

function slope(p: number, n: number, rBar: number, kappa: number): number {
  const length = n * rBar;
  return (
    meanResultantLengthDerivative(p, kappa) - rBar * length * meanResultantLengthDerivative(p, kappa * length)
  );
}

/**
 * The concentration κ that maximises the likelihood of the resultant length R = nR̄ of n unit vectors: Schou's
 * marginal estimate, which takes out most of the bias of maximum likelihood.
 *
 *   n A_p(κ) = R A_p(κR);   0 where R <= √n
 *
 * Maximum likelihood spends p - 1 degrees of freedom on the mean direction and puts κ too high, by a factor of
 * about n/(n-1) for large κ and by far more for small κ, large p and few rows (validation/BIAS.md). Here n may
 * be real: the total weight, where weights count repetitions. Domain: real 1 <= p <= 1e15, n > 0, 0 <= R̄ <= 1;
 * NaN outside. Infinity at R̄ = 1.
 *
 * @param p dimension of the space the directions live in
 * @param n number of vectors
 * @param rBar mean resultant length R̄
 * @param oneMinusRBar 1 - R̄, where it is known better than R̄ tells
 * @returns mostly within 2, never more than 16 half-ulps times the condition number, which grows without bound
 *   where R comes near √n (validation/RESULTS.md)
 * @see G. Schou, Estimation of the concentration parameter in von Mises-Fisher distributions, Biometrika 65
 *   (1978)
 * @example
 * marginalConcentration(64, 20, 0.25); // 7.5121...
 * concentration(64, 0.25);             // 17.036...
 */
export function marginalConcentration(
  p: number,
  n: number,
  rBar: number,
  oneMinusRBar: number = 1 - rBar,
): number {
  if (!(p >= 1 && p <= 1e15 && n > 0 && rBar >= 0 && oneMinusRBar >= 0)) return Number.NaN;
  if (n * rBar * rBar <= 1) return 0;
  if (oneMinusRBar === 0) return Number.POSITIVE_INFINITY;
  let above = concentrationOf(p, rBar, oneMinusRBar);
  let below = 0;
  let kappa = above * ((n - 1) / n);
  for (let step = 0; step < MOST_STEPS; step++) {
    const excess = residual(p, n, rBar, oneMinusRBar, kappa);
    if (excess > 0) above = kappa;
    else below = kappa;
    const change = excess / (kappa * slope(p, n, rBar, kappa));
    const next = kappa * Math.exp(-change);
    if (Math.abs(change) <= LAST_STEP) return next;
    if (next > below && next < above) kappa = next;
    else kappa = below === 0 ? above / 8 : Math.sqrt(below) * Math.sqrt(above);
    if (kappa === below || kappa === above) return kappa;
  }
  return kappa;
}
