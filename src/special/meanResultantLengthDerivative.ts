/**
 * A_p', A_p'', A_p'''. Formulas that subtract nearly equal numbers are avoided or carried in double-double.
 *
 *   region                     method
 *   κ <= 0.1 p                 power series (powerSeries.ts)
 *   p - 1 <= 1e-14             those of tanh κ and their first order in p - 1
 *   κ > 1e150                  first term of the 1/κ series
 *   p < 2, κ >= 40             1/κ series (complementTail.ts)
 *   ν >= 0, r >= 52 or ν >= 30  the expansion in 1/r differentiated term by term
 *   otherwise                  Riccati equation in double-double on an A_p good to 2^-98
 */
import { complementNearOne, isNearOne } from './complementNearOne.ts';
import { complementTail } from './complementTail.ts';
import { debyeD } from './debyeCoefficients.ts';
import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { add, type DoubleDouble, dd, divide, multiply, scale, subtract } from './doubleDouble.ts';
import { exactRatio } from './meanResultantPair.ts';
import { isSmall, smallDerivative } from './powerSeries.ts';

/** From here 18 terms of the expansion, differentiated three times, leave less than 2^-53. */
const EXPANSION_RADIUS = 52;
const EXPANSION_ORDER = 30;

/**
 * The expansion of A = dΦ/dκ, Φ = r - ν log(ν+r) - ½ log r + Σ d_ji ν^2i r^-(j+2i), differentiated. Every
 * term is a function of r: a power r^-m contributes -m r^-(m+2) to (1/κ) d/dκ.
 */
function ofExpansion(nu: number, kappa: number, order: 1 | 2 | 3): number {
  const r = Math.hypot(nu, kappa);
  const u = nu / r;
  const v = kappa / r;
  const v2 = v * v;
  const reach = 1 + u; // (ν + r)/r

  // r^order times the derivative, term by term; first the leading part, then -½ log r, then the sum.
  const bracket = (m: number): number => {
    if (order === 1) return (m + 2) * v2 - 1;
    if (order === 2) return (m + 2) * v * (3 - (m + 4) * v2);
    return (m + 2) * (3 - 6 * (m + 4) * v2 + (m + 4) * (m + 6) * v2 * v2);
  };
  const s = u * u;
  let sum = 0;
  for (let j = 18; j > 0; j--) {
    const row = debyeD[j];
    let polynomial = 0;
    for (let i = j; i >= 0; i--) {
      const m = j + 2 * i;
      polynomial = polynomial * s + row[i] * m * bracket(m);
    }
    sum = (sum + polynomial) / r;
  }
  const halfLog = 0.5 * bracket(0);
  let leading: number;
  if (order === 1) leading = u / reach;
  else if (order === 2) leading = (-u * v * (2 + u)) / (reach * reach);
  else {
    // d/dκ of -ν(2r+ν) κ / (r³ (ν+r)²)
    const core = (2 + u) / (reach * reach);
    const slope = (2 * reach - (2 + u) * (3 * reach + 2)) / (reach * reach * reach);
    leading = -u * (core + v2 * slope);
  }
  const scaled = leading * r + (halfLog + sum);
  return order === 1 ? scaled / r / r : order === 2 ? scaled / r / r / r : scaled / r / r / r / r;
}

/** A' = 1 - A² - (p-1)A/κ and what follows from differentiating it, with h = A/κ. */
function ofRiccati(p: number, kappa: number, order: 1 | 2 | 3): number {
  const h = exactRatio(p / 2 - 1, kappa);
  const k = dd(kappa);
  const c = dd(p - 1);
  const a = multiply(k, h);
  const first = subtract(subtract(dd(1), multiply(a, a)), multiply(c, h));
  if (order === 1) return first.hi;
  const gap = divide(subtract(first, h), k); // (A' - A/κ)/κ
  const second = negatedSum(scale(multiply(a, first), 2), multiply(c, gap));
  if (order === 2) return second.hi;
  const bend = divide(subtract(second, scale(gap, 2)), k);
  const products = add(multiply(first, first), multiply(a, second));
  return negatedSum(scale(products, 2), multiply(c, bend)).hi;
}

const negatedSum = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => scale(add(a, b), -1);

/**
 * The derivative of the mean resultant length A_p in κ, of order 1, 2 or 3.
 *
 *   A_p' = 1 - A_p² - (p-1) A_p/κ;   1/p, 0, -6/(p²(p+2)) at κ = 0
 *
 * A_p' is the variance of μᵀx and minus the second derivative of log C_p; the higher orders are the next
 * cumulants. Domain: real 1 <= p <= 1e15, 0 <= κ <= 1.797e308; NaN outside.
 *
 * @param p dimension of the space the directions live in
 * @param kappa concentration
 * @param order 1, 2 or 3
 * @returns within 1e-14 relative away from the one zero of A''' (validation/RESULTS.md); underflows to 0
 *   where the true value does
 * @throws RangeError if `order` is not 1, 2 or 3
 * @example
 * meanResultantLengthDerivative(3, 0);    // 0.3333333333333333
 * meanResultantLengthDerivative(3, 1e10); // 1.0000000000000001e-20, where 1 - A² - 2A/κ is 0
 */
export function meanResultantLengthDerivative(p: number, kappa: number, order: 1 | 2 | 3 = 1): number {
  if (order !== 1 && order !== 2 && order !== 3) {
    throw new RangeError(`meanResultantLengthDerivative: order must be 1, 2 or 3, got ${order}`);
  }
  if (!isInDomain(p, kappa)) return Number.NaN;
  if (isSmall(p, kappa)) return smallDerivative(p, kappa, order);
  const nu = p / 2 - 1;
  if (kappa > HUGE_KAPPA) return hugeDerivative(p, kappa, order);
  if (isNearOne(p)) return complementNearOne(p - 1, kappa)[order];
  if (p < 2 && kappa >= 40) return complementTail(p - 1, kappa)[order];
  if (nu >= 0 && (nu >= EXPANSION_ORDER || Math.hypot(nu, kappa) >= EXPANSION_RADIUS)) {
    return ofExpansion(nu, kappa, order);
  }
  return ofRiccati(p, kappa, order);
}

/** The first term of the 1/κ series: (p-1)/2κ² and its derivatives, mostly underflowed. */
function hugeDerivative(p: number, kappa: number, order: 1 | 2 | 3): number {
  const first = (p - 1) / 2 / kappa / kappa;
  return order === 1 ? first : order === 2 ? (-2 * first) / kappa : (6 * first) / kappa / kappa;
}
