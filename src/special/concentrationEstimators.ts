/**
 * Published closed or few-step estimates of κ from R, for comparison with the exact inverse.
 *
 * Each takes p, R and 1 - R (both, so that 1 - R² = (1-R)(1+R) keeps its accuracy near R = 1).
 */
import { HUGE_KAPPA } from './domain.ts';
import { meanResultantLength, meanResultantLengthComplement } from './meanResultantLength.ts';
import { meanResultantLengthDerivative } from './meanResultantLengthDerivative.ts';

export type Estimator = (p: number, rBar: number, oneMinusRBar: number) => number;

/** A_p(κ) - R from whichever of A, 1 - A loses less. */
export const concentrationExcess: (p: number, kappa: number, rBar: number, oneMinusRBar: number) => number = (
  p,
  kappa,
  rBar,
  oneMinusRBar,
) =>
  rBar <= 0.5 ? meanResultantLength(p, kappa) - rBar : oneMinusRBar - meanResultantLengthComplement(p, kappa);

/** Where every estimate is the first term of the series in 1 - R, and the steps would leave the range of doubles. */
const farEstimate = (p: number, oneMinusRBar: number): number => (p - 1) / 2 / oneMinusRBar;
const isFar = (p: number, oneMinusRBar: number): boolean => farEstimate(p, oneMinusRBar) > HUGE_KAPPA;

const spread = (rBar: number, oneMinusRBar: number): number => oneMinusRBar * (1 + rBar);

/** R(p - R²)/(1 - R²). Banerjee, Dhillon, Ghosh & Sra, JMLR 6 (2005), eq. 4.4. */
export const banerjee: Estimator = (p, rBar, oneMinusRBar) =>
  (rBar * (p - rBar * rBar)) / spread(rBar, oneMinusRBar);

/**
 * One secant step for the fixed point κ = Rκ/A_p(κ) between R(p-2)/(1-R²) and Rp/(1-R²), which bracket it.
 * Tanabe, Fukumizu, Oba, Takenouchi & Ishii, Comput. Stat. 22 (2007).
 */
export const tanabe: Estimator = (p, rBar, oneMinusRBar) => {
  if (isFar(p, oneMinusRBar)) return farEstimate(p, oneMinusRBar);
  const below = Math.max(0, (rBar * (p - 2)) / spread(rBar, oneMinusRBar));
  const above = (rBar * p) / spread(rBar, oneMinusRBar);
  /** Rκ/A - κ without cancellation. */
  const gain = (kappa: number): number =>
    kappa === 0
      ? rBar * p
      : kappa * (-concentrationExcess(p, kappa, rBar, oneMinusRBar) / meanResultantLength(p, kappa));
  const gainBelow = gain(below);
  return below + (above - below) * (gainBelow / (gainBelow - gain(above)));
};

/** Two Newton steps from Banerjee's estimate. Sra, Comput. Stat. 27 (2012). */
export const sra: Estimator = (p, rBar, oneMinusRBar) => {
  if (isFar(p, oneMinusRBar)) return farEstimate(p, oneMinusRBar);
  let kappa = banerjee(p, rBar, oneMinusRBar);
  for (let step = 0; step < 2; step++) {
    kappa -= concentrationExcess(p, kappa, rBar, oneMinusRBar) / meanResultantLengthDerivative(p, kappa, 1);
  }
  return kappa;
};

/** Two Halley steps from Banerjee's estimate. Song, Liu & Wang, Comput. Stat. 27 (2012). */
export const song: Estimator = (p, rBar, oneMinusRBar) => {
  if (isFar(p, oneMinusRBar)) return farEstimate(p, oneMinusRBar);
  let kappa = banerjee(p, rBar, oneMinusRBar);
  for (let step = 0; step < 2; step++) {
    const newton =
      concentrationExcess(p, kappa, rBar, oneMinusRBar) / meanResultantLengthDerivative(p, kappa, 1);
    const bend = meanResultantLengthDerivative(p, kappa, 2) / meanResultantLengthDerivative(p, kappa, 1);
    kappa -= newton / (1 - (newton * bend) / 2);
  }
  return kappa;
};

/**
 * The larger of two lower bounds: inverses of A_p(κ) <= κ/(a + √(κ² + b²)) with (a, b) = (ν, ν+2), sharp
 * as κ → 0, and (ν+½, √((ν+½)(ν+3/2))), sharp to second order as κ → ∞; ν = p/2 - 1.
 * Hornik & Grün, Comput. Stat. 29 (2014).
 */
export const hornikGruen: Estimator = (p, rBar, oneMinusRBar) => {
  const nu = p / 2 - 1;
  const rest = spread(rBar, oneMinusRBar);
  const inverse = (a: number, b2: number): number =>
    (rBar * (a + Math.sqrt(rBar * rBar * a * a + rest * b2))) / rest;
  return Math.max(inverse(nu, (nu + 2) ** 2), inverse(nu + 0.5, (nu + 0.5) * (nu + 1.5)));
};
