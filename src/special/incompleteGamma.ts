/**
 * The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x).
 *
 *   region            method                                                 why stable there
 *   x < a <= 30       P = D/a Σ xⁿ/((a+1)...(a+n))                           positive terms, under 150 of them
 *   x < a, a > 30     P = D ∫₀¹ e^(xs) (1-s)^(a-1) ds                        positive, log-concave integrand
 *   x >= a            Q = D ∫₀^∞ e^(-xs) (1+s)^(a-1) ds                      the same
 *
 * with D = x^a e^-x/Γ(a) = √(a/2π) e^E/Γ*(a), E = a log(x/a) + a - x in double-double, Γ*(a) what Stirling leaves
 * out (stirlingRemainder.ts). The exponents of the integrands are formed from log(1+s) - s, in which nothing
 * cancels, so a large a costs no digits and no time: the integrand is summed at under 200 points whatever a is.
 * The other function is 1 minus the one computed, which is never above 0.93.
 */
import { decayingIntegral } from './decayingIntegral.ts';
import { add, type DoubleDouble, dd, divide, logarithm, multiply, sumError } from './doubleDouble.ts';
import { fallWidth } from './fallWidth.ts';
import { log1pMinus } from './log1pMinus.ts';
import { stirlingRemainder } from './stirlingRemainder.ts';
import { ALL_UPPER, fromLower, NO_TAILS, type Tails, turned } from './Tails.ts';

const SERIES_LIMIT = 30;

/** a log(x/a) + a - x */
function exponentOf(a: number, x: number): DoubleDouble {
  const log = logarithm(divide({ hi: x, lo: 0 }, { hi: a, lo: 0 }));
  const difference = a - x;
  return add(multiply({ hi: a, lo: 0 }, log), dd(difference, sumError(a, -x, difference)));
}

function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 2 ** -56; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum / a;
}

function lowerIntegral(a: number, x: number): number {
  const slope = a - 1 - x;
  const g = (s: number): number => (a - 1) * log1pMinus(-s) - slope * s;
  return decayingIntegral(g, fallWidth(Math.max(0, slope), (a - 1) / 2), 1);
}

function upperIntegral(a: number, x: number): number {
  const slope = x - a + 1;
  const g = (s: number): number => (a - 1) * log1pMinus(s) - slope * s;
  return decayingIntegral(g, fallWidth(slope, Math.max(0, a - 1) / 2));
}

/**
 * Both tails of the gamma distribution of shape a at x.
 *
 *   lower = P(a, x) = 1/Γ(a) ∫₀ˣ t^(a-1) e^-t dt,   upper = Q(a, x) = 1 - P(a, x)
 *
 * Domain: real ½ <= a <= 1e15, 0 <= x <= Infinity; NaN outside. P = 0 at x = 0, 1 at Infinity. Values below
 * 1e-300 lose digits and then vanish; their logarithms do not.
 *
 * @param a shape: half the degrees of freedom of a chi-squared variable
 * @param x half the chi-squared variable
 * @returns both tails and their logarithms, within 2e-15 relative at the points of validation/RESULTS.md, a up to 1e9
 * @see DLMF 8.2.4, 8.7.1, 8.6.3, 8.6.5
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(a >= 0.5 && a <= 1e15 && x >= 0)) return NO_TAILS;
  if (x === 0) return ALL_UPPER;
  if (x === Number.POSITIVE_INFINITY) return turned(ALL_UPPER);
  const { hi, lo } = exponentOf(a, x);
  const scale = Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingRemainder(a));
  if (x >= a) return turned(fromLower(hi, lo, scale * upperIntegral(a, x)));
  return fromLower(hi, lo, scale * (a <= SERIES_LIMIT ? series(a, x) : lowerIntegral(a, x)));
}
