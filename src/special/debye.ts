/**
 * The uniform (Debye) expansion of I_n written in r = √(n² + κ²), s = (n/r)²:
 *
 *   -log I_n(κ) - log √2π + n log κ = n log(n + r) - r + ½ log r - Σ_j D_j(s) r^-j
 *   I_{n+1}(κ)/(κ I_n(κ))           = 1/(n + r) - r^-2 (½ + Σ_j r^-j Σ_i (j + 2i) d_ji s^i)
 *
 * log κ has cancelled analytically, so nothing is singular at κ = 0 or n = 0: at s = 0 the sum is
 * Hankel's series (DLMF 10.40.1), at s = 1 Stirling's (DLMF 5.11.1). It follows from DLMF 10.41.3 by
 * taking the logarithm of the series and putting ν/t for r; the second line is its derivative.
 *
 * Valid where `isDirect(n, κ)`: r >= 40 or n >= 25.5, less for κ <= 2. There the first omitted
 * term is below 2^-60 absolute for the logarithm and below 2^-58 relative for the ratio:
 *
 *   terms            2       4      6     8     10    14
 *   logarithm r >=   4.3e5   3000   410   145   78    40
 *   ratio     r >=   2.4e4   921    226   102   63    40
 *
 * (first omitted term maximised over s; the smaller radii at n >= 25.5 rest on D_j(s) being small
 * near s = 1). Everything is carried as hi + lo, to about 2^-68 of the largest term.
 */
import { compensatedLogarithm } from './compensatedLogarithm.ts';
import { debyeD } from './debyeCoefficients.ts';
import { productError, rootError, squareError, sumError } from './doubleDouble.ts';

/** D_1, ..., D_20 one after the other; row j starts at (j-1)(j+2)/2. */
const flat = /* @__PURE__ */ Float64Array.from(/* @__PURE__ */ debyeD.flat());
/** The same rows multiplied by (j + 2i): -r d/dr of d_ji s^i r^-j at fixed n. */
const flatSlope = /* @__PURE__ */ Float64Array.from(
  /* @__PURE__ */ debyeD.flatMap((row, j) => row.map((d, i) => (j + 2 * i) * d)),
);

const logarithmTerms = (r: number): number =>
  r >= 409 ? (r >= 3000 ? (r >= 4.3e5 ? 2 : 4) : 6) : r >= 145 ? 8 : r >= 78 ? 10 : 14;

const ratioTerms = (r: number): number =>
  r >= 226 ? (r >= 921 ? (r >= 2.4e4 ? 2 : 4) : 6) : r >= 102 ? 8 : r >= 63 ? 10 : 14;

/** From this order on the expansion serves at every κ. */
const ALWAYS_DIRECT = 25.5;

/** The smallest order from which it serves at this κ. */
export const directOrder = (kappa: number): number =>
  kappa <= 2 ? 18.5 : kappa <= 30.8 ? ALWAYS_DIRECT : kappa < 40 ? Math.sqrt(1600 - kappa * kappa) : -0.5;

/** Whether the expansion serves at this order and κ. */
export const isDirect = (n: number, kappa: number): boolean => n >= directOrder(kappa);

function sumOver(coefficients: Float64Array, terms: number, r: number, s: number): number {
  const inverse = 1 / r;
  let sum = 0;
  let at = ((terms - 1) * (terms + 2)) / 2 + terms;
  for (let j = terms; j > 0; j--) {
    let polynomial = coefficients[at--];
    for (let i = j; i > 0; i--) polynomial = polynomial * s + coefficients[at--];
    sum = (sum + polynomial) * inverse;
  }
  return sum;
}

/** Σ_j D_j(s) r^-j: what the leading terms leave out of the logarithm. */
export function debyeSum(n: number, r: number): number {
  return sumOver(flat, logarithmTerms(r), r, (n / r) * (n / r));
}

/**
 * Σ_j r^-j Σ_i (j + 2i) d_ji s^i, what ½ leaves out of the ratio's second term, to 2^-57 absolute:
 * with the logarithm's number of terms it serves 1 - A, which is itself of the order of 1/r.
 */
export function debyeSlope(n: number, r: number): number {
  return sumOver(flatSlope, logarithmTerms(r), r, (n / r) * (n / r));
}

/** (n + nLow)² + κ² - sum for sum = fl(n² + κ²), to a double. */
function squaresError(n: number, nLow: number, kappa: number, sum: number): number {
  const n2 = n * n;
  const kappa2 = kappa * kappa;
  return sumError(n2, kappa2, sum) + squareError(n, n2) + squareError(kappa, kappa2) + 2 * n * nLow;
}

/**
 * n log(n + r) - r + ½ log r for the order n + nLow and 0 <= κ <= 1e150, r not 0.
 * Returns the high part; the low part goes to `low[0]`.
 */
export function leadingLogarithm(n: number, nLow: number, kappa: number, low: Float64Array): number {
  const sum = n * n + kappa * kappa;
  const sumLow = squaresError(n, nLow, kappa, sum);
  const r = Math.sqrt(sum);
  const rLow = rootError(sum, sumLow, r);
  const reach = n + r;
  const log = compensatedLogarithm(reach, sumError(n, r, reach) + nLow + rLow, low);
  const logLow = low[0];
  const halfLog = 0.5 * compensatedLogarithm(r, rLow, low);
  const product = n * log;
  const first = product - r;
  const second = first + halfLog;
  low[0] =
    sumError(product, -r, first) +
    sumError(first, halfLog, second) +
    (productError(n, log, product) + n * logLow + nLow * log) +
    0.5 * low[0] -
    rLow;
  return second;
}

/** The same less Σ_j D_j(s) r^-j: the full expansion, where it serves. */
export function debyeLogarithm(n: number, nLow: number, kappa: number, low: Float64Array): number {
  const high = leadingLogarithm(n, nLow, kappa, low);
  low[0] -= debyeSum(n, Math.sqrt(n * n + kappa * kappa));
  return high;
}

/**
 * I_{n+1}(κ)/(κ I_n(κ)) for the order n + nLow and 0 <= κ <= 1e150, to 2^-64 relative.
 * Returns the high part; the low part goes to `low[0]`.
 */
export function debyeRatio(n: number, nLow: number, kappa: number, low: Float64Array): number {
  const sum = n * n + kappa * kappa;
  const sumLow = squaresError(n, nLow, kappa, sum);
  const r = Math.sqrt(sum);
  const rLow = rootError(sum, sumLow, r);
  const reach = n + r;
  const reachLow = sumError(n, r, reach) + nLow + rLow;
  const lead = 1 / reach;
  const product = lead * reach;
  const leadLow = (1 - product - productError(lead, reach, product) - lead * reachLow) * lead;
  const half = 0.5 / sum;
  const halfProduct = half * sum;
  const halfLow = (0.5 - halfProduct - productError(half, sum, halfProduct) - half * sumLow) / sum;
  const high = lead - half;
  low[0] =
    sumError(lead, -half, high) +
    leadLow -
    halfLow -
    sumOver(flatSlope, ratioTerms(r), r, (n * n) / sum) / sum;
  return high;
}
