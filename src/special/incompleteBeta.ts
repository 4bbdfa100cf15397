/**
 * The regularized incomplete beta function I_x(a, b) and its complement I_y(b, a), y = 1 - x.
 *
 * Below the mean, x <= a/(a+b); above it a and b, x and y change places:
 *
 *   region    method                                                    why stable there
 *   a <= 30   I = D/a Σ (a+b)_n/(a+1)_n xⁿ                              positive terms; slowest at b = ½, x = 60/61,
 *                                                                       some 2000 of them
 *   a > 30    I = D/y ∫₀¹ (1-s)^(a-1) (1 + xs/y)^(b-1) ds               positive integrand that falls like a
 *                                                                       power or a Gaussian
 *
 * with D = x^a y^b/B(a, b) = √(ab/2π(a+b)) e^E Γ*(a+b)/(Γ*(a) Γ*(b)), E = a log(x(a+b)/a) + b log(y(a+b)/b) in
 * double-double. As in incompleteGamma.ts nothing cancels in the exponents, so that large a and b cost no digits.
 */
import { decayingIntegral } from './decayingIntegral.ts';
import {
  add,
  type DoubleDouble,
  dd,
  divide,
  logarithm,
  multiply,
  subtract,
  sumError,
} from './doubleDouble.ts';
import { fallWidth } from './fallWidth.ts';
import { log1pMinus } from './log1pMinus.ts';
import { stirlingRemainder } from './stirlingRemainder.ts';
import { ALL_UPPER, fromLower, NO_TAILS, type Tails, turned } from './Tails.ts';

const SERIES_LIMIT = 30;
const ONE = /* @__PURE__ */ dd(1);

const exact = (value: number): DoubleDouble => ({ hi: value, lo: 0 });
const sumOf = (a: number, b: number): DoubleDouble => {
  const sum = a + b;
  return { hi: sum, lo: sumError(a, b, sum) };
};

/** a log(x(a+b)/a) */
const powerLogarithm = (a: number, x: DoubleDouble, sum: DoubleDouble): DoubleDouble =>
  multiply(exact(a), logarithm(divide(multiply(x, sum), exact(a))));

function series(a: number, b: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; term > sum * 2 ** -60; n++) {
    term *= (x * (a + b + n)) / (a + 1 + n);
    sum += term;
  }
  return sum / a;
}

/** ∫₀¹ (1-s)^(a-1) (1 + ρs)^(b-1) ds, ρ = x/y */
function integral(a: number, b: number, odds: DoubleDouble): number {
  const rho = odds.hi;
  const slope = subtract(sumOf(a, -1), multiply(sumOf(b, -1), odds)).hi;
  const g = (s: number): number => (a - 1) * log1pMinus(-s) + (b - 1) * log1pMinus(rho * s) - slope * s;
  const curvature = a - 1 + Math.max(0, b - 1) * rho * rho;
  return decayingIntegral(g, fallWidth(Math.max(0, slope), curvature / 2), 1);
}

function belowMean(a: number, b: number, x: DoubleDouble, y: DoubleDouble, odds: DoubleDouble): Tails {
  const sum = sumOf(a, b);
  const { hi, lo } = add(powerLogarithm(a, x, sum), powerLogarithm(b, y, sum));
  const remainders = stirlingRemainder(sum.hi) - stirlingRemainder(a) - stirlingRemainder(b);
  const scale = Math.sqrt(((a / sum.hi) * b) / (2 * Math.PI)) * Math.exp(remainders);
  return fromLower(hi, lo, scale * (a <= SERIES_LIMIT ? series(a, b, x.hi) : integral(a, b, odds) / y.hi));
}

/**
 * Both tails of the beta distribution, at a point given by its odds.
 *
 *   lower = I_x(a, b) = 1/B(a, b) ∫₀ˣ t^(a-1) (1-t)^(b-1) dt,   upper = 1 - I_x(a, b),   x = odds/(1 + odds)
 *
 * The odds x/(1-x) keep both x and 1 - x to full accuracy; a ratio F of mean squares with d₁ and d₂ degrees of
 * freedom has odds d₁F/d₂, a = d₁/2, b = d₂/2. Domain: real ½ <= a, b <= 1e15, 0 <= odds <= Infinity; NaN
 * outside. Values below 1e-300 lose digits and then vanish; their logarithms do not.
 *
 * @param odds x/(1-x), a number or, where its last bits matter, a double-double
 * @returns both tails and their logarithms, within 1e-14 relative at the points of validation/RESULTS.md, a and b up
 *   to 1e15
 * @see DLMF 8.17.1, 8.17.4, 8.17.8
 */
export function incompleteBeta(a: number, b: number, odds: number | DoubleDouble): Tails {
  const o = typeof odds === 'number' ? exact(odds) : odds;
  if (!(a >= 0.5 && a <= 1e15 && b >= 0.5 && b <= 1e15 && o.hi >= 0)) return NO_TAILS;
  if (o.hi === 0) return ALL_UPPER;
  if (o.hi === Number.POSITIVE_INFINITY) return turned(ALL_UPPER);
  const y = divide(ONE, add(ONE, o));
  const x = multiply(o, y);
  if (o.hi <= a / b) return belowMean(a, b, x, y, o);
  return turned(belowMean(b, a, y, x, divide(ONE, o)));
}
