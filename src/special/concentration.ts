/**
 * The inverse of A_p: the maximum-likelihood concentration.
 *
 *   region                        method
 *   p = 1                         artanh R
 *   R <= 1e-5                     pR (1 + pR²/(p+2))
 *   R <= 1/2                      Newton in κ on A - R
 *   R > 1/2                       Newton in 1/κ on 1 - A - (1 - R); 1 - R is exact there
 *   (p-1)/(2(1-R)) > 1e150        (p-1)/(2(1-R))
 *
 * Residuals are formed from A or 1 - A in hi + lo, so the last step leaves little but its own rounding.
 * Every step is kept inside the bracket that the signs seen so far give, so the search cannot fail.
 */
import { compensatedLogarithm } from './compensatedLogarithm.ts';
import { banerjee, type Estimator, hornikGruen, song, sra, tanabe } from './concentrationEstimators.ts';
import { HUGE_KAPPA } from './domain.ts';
import { dd, productError, subtract, sumError } from './doubleDouble.ts';
import { iteratedConcentration } from './iteratedConcentration.ts';
import { meanResultantLengthDerivative } from './meanResultantLengthDerivative.ts';
import { complementPair, ratioPair, timesKappa } from './meanResultantPair.ts';

/**
 * 'exact', or a published estimator: an approximation by its first author's name, or an iteration by its own. R's
 * movMF calls them
 *
 *   banerjee         Banerjee_et_al_2005   closed form
 *   tanabe           Tanabe_et_al_2007     one secant step for the fixed point that movMF iterates
 *   sra              Sra_2012              two Newton steps
 *   song             Song_et_al_2012       two Halley steps
 *   uniroot          uniroot               Brent's method between the bounds of Hornik & Grün
 *   newton           Newton                from their lower bound until it stays
 *   halley           Halley                likewise
 *   hybrid           hybrid                Halley or bisection
 *   newton-fourier   Newton_Fourier        from both bounds; movMF's default
 *   hornik-gruen     (no name)             the lower bound itself
 *
 * How far each is from the exact inverse: validation/ESTIMATORS.md.
 */
export type ConcentrationMethod =
  | 'exact'
  | 'banerjee'
  | 'tanabe'
  | 'sra'
  | 'song'
  | 'uniroot'
  | 'newton'
  | 'halley'
  | 'hybrid'
  | 'newton-fourier'
  | 'hornik-gruen';

export interface ConcentrationOptions {
  /** @default 'exact' */
  method?: ConcentrationMethod;
}

const estimators: Readonly<Record<Exclude<ConcentrationMethod, 'exact'>, Estimator>> =
  /* @__PURE__ */ (() => ({
    banerjee,
    tanabe,
    sra,
    song,
    ...iteratedConcentration,
    'hornik-gruen': hornikGruen,
  }))();

/** Every method by its name. */
export const concentrationMethods: readonly string[] = /* @__PURE__ */ (() => [
  'exact',
  ...Object.keys(estimators),
])();

const low = /* @__PURE__ */ new Float64Array(1);
/** A relative step this small squares to less than an ulp: the step after it is the last. */
const LAST_STEP = 2 ** -30;
const MOST_STEPS = 300;

function estimate(
  caller: string,
  method: ConcentrationMethod,
  p: number,
  rBar: number,
  rest: number,
): number {
  const estimator = Object.hasOwn(estimators, method)
    ? estimators[method as keyof typeof estimators]
    : undefined;
  if (estimator === undefined) {
    throw new RangeError(
      `${caller}: method must be one of ${concentrationMethods.join(', ')}, got ${String(method)}`,
    );
  }
  if (!(p >= 1 && p <= 1e15 && rBar >= 0 && rest >= 0)) return Number.NaN;
  if (rBar === 0) return 0;
  return rest === 0 ? Number.POSITIVE_INFINITY : estimator(p, rBar, rest);
}

/** The root of A_p(κ) = R with R <= 1/2 by Newton in κ, or of 1 - A_p(κ) = rest by Newton in 1/κ. */
function solve(p: number, rBar: number, rest: number): number {
  const nu = p / 2 - 1;
  const byRatio = rBar <= 0.5;
  let below = 0;
  let above = Number.POSITIVE_INFINITY;
  let kappa = Math.min(1e149, Math.max(hornikGruen(p, rBar, rest), 1e-8));
  for (let step = 0; step < MOST_STEPS; step++) {
    // Positive when κ is too large.
    const excess = byRatio
      ? subtract(timesKappa(ratioPair(nu, kappa), kappa), dd(rBar)).hi
      : subtract(dd(rest), complementPair(p, kappa)).hi;
    if (excess === 0) return kappa;
    if (excess > 0) above = kappa;
    else below = kappa;
    const relative = excess / (kappa * meanResultantLengthDerivative(p, kappa, 1));
    const next = byRatio ? kappa - kappa * relative : kappa - (kappa * relative) / (1 + relative);
    if (Math.abs(relative) <= LAST_STEP) return next;
    if (next > below && next < above) kappa = next;
    else if (above === Number.POSITIVE_INFINITY) kappa *= 8;
    else kappa = below === 0 ? kappa / 8 : Math.sqrt(below) * Math.sqrt(above);
    if (kappa === below || kappa === above) return kappa;
  }
  return kappa;
}

function inverseSmall(p: number, rBar: number): number {
  const product = p * rBar;
  if (rBar < 1e-200) return product;
  return product + (productError(p, rBar, product) + (product * p * rBar * rBar) / (p + 2));
}

/** ½ log((1+R)/(1-R)) with 1 + R = 2 - rest. */
function inverseTanh(rBar: number, rest: number): number {
  if (rBar <= 0.5) return Math.atanh(rBar);
  const upper = 2 - rest;
  const log = compensatedLogarithm(upper, sumError(2, -rest, upper), low);
  const logLow = low[0];
  const subnormal = rest < 2 ** -1022;
  const other = compensatedLogarithm(subnormal ? rest * 2 ** 64 : rest, 0, low);
  const shift = subnormal ? 64 * Math.LN2 : 0;
  const difference = log - other;
  return (difference + (sumError(log, -other, difference) + logLow - low[0] + shift)) / 2;
}

function exactInverse(p: number, rBar: number, rest: number): number {
  if (!(p >= 1 && p <= 1e15 && rBar >= 0 && rest >= 0)) return Number.NaN;
  if (rBar === 0) return 0;
  if (rest === 0) return Number.POSITIVE_INFINITY;
  if (p === 1) return inverseTanh(rBar, rest);
  if (rBar <= 1e-5) return inverseSmall(p, rBar);
  const far = (p - 1) / 2 / rest;
  return far > HUGE_KAPPA ? far : solve(p, rBar, rest);
}

/**
 * The concentration κ whose mean resultant length is R: the inverse of A_p, and the maximum-likelihood
 * estimate of κ from the length R of the mean of unit vectors.
 *
 *   A_p(κ) = R
 *
 * Domain: real 1 <= p <= 1e15, 0 <= R <= 1; NaN outside. 0 at R = 0; Infinity at R = 1, where the
 * likelihood has no maximum. Near R = 1 a double R fixes κ only to about 1e-16/(1-R) relative: use
 * concentrationFromComplement when 1 - R is known better than R.
 *
 * @param p dimension of the space the directions live in
 * @param rBar mean resultant length R
 * @param options `method`: 'exact' (default) or one of the estimators of ConcentrationMethod, which are there to be
 *   compared with
 * @returns within 2 half-ulps times the condition number R/(κ A_p'(κ)) (validation/RESULTS.md)
 * @throws RangeError if `method` is not one of those
 * @example
 * concentration(256, 0.5);                         // 170.4006...
 * concentration(256, 0.5, { method: 'banerjee' }); // 170.5
 */
export function concentration(p: number, rBar: number, options?: ConcentrationOptions): number {
  const method = options?.method ?? 'exact';
  const rest = 1 - rBar;
  return method === 'exact' ? exactInverse(p, rBar, rest) : estimate('concentration', method, p, rBar, rest);
}

/**
 * The concentration κ from the complement 1 - R of the mean resultant length, for R near 1.
 *
 *   1 - A_p(κ) = 1 - R;   κ = (p-1)/(2(1-R)) to first order as R → 1
 *
 * Domain: real 1 <= p <= 1e15, 0 <= 1 - R <= 1; NaN outside. Infinity at 0, and where the result
 * exceeds 1.797e308; 0 at 1.
 *
 * @param p dimension of the space the directions live in
 * @param oneMinusRBar 1 - R
 * @param options as for concentration
 * @returns within 2 half-ulps times max(1, (1-R)/(κ A_p'(κ))) (validation/RESULTS.md)
 * @throws RangeError if `method` is not one of those named
 * @example
 * concentrationFromComplement(3, 1e-20); // 1e20, where concentration(3, 1 - 1e-20) is Infinity
 */
export function concentrationFromComplement(
  p: number,
  oneMinusRBar: number,
  options?: ConcentrationOptions,
): number {
  const method = options?.method ?? 'exact';
  const rBar = 1 - oneMinusRBar;
  return method === 'exact'
    ? exactInverse(p, rBar, oneMinusRBar)
    : estimate('concentrationFromComplement', method, p, rBar, oneMinusRBar);
}
