/**
 * log C_p over an array of κ at one p.
 *
 *   p           method
 *   p >= 32     per-dimension plan: leading terms hi + lo, the remainder a polynomial in t = ν/r
 *   p < 32      the scalar function per element
 *
 * The plan's remainder h(t) = ν log(ν + r) - r + ½ log r - (p-1)/2 log 2π - log C_p is smooth on
 * [0, 1] (its expansion at small t is Hankel's), so it is interpolated once at Chebyshev points to
 * 2^-58 absolute and evaluated by Horner's rule in x = 2t - 1.
 */
import { type FloatArray, outputFor } from './arrays.ts';
import { compensatedLogarithm } from './compensatedLogarithm.ts';
import { debyeSum, directOrder, leadingLogarithm } from './debye.ts';
import { isInDomain } from './domain.ts';
import { productError, squareError, sumError } from './doubleDouble.ts';
import { LOG_2PI } from './logarithmTable.ts';
import { logNormalizerPair, scalarLogNormalizer } from './scalarLogNormalizer.ts';
import { requireOrder, uniformLogNormalizer } from './uniformExpansion.ts';

const PLAN_FROM = 32;
const NODES = 40;
const NEGLIGIBLE = 2 ** -61;

interface Plan {
  readonly nu: number;
  /** Coefficients in x = 2ν/r - 1, highest first. */
  readonly remainder: Float64Array;
  readonly constant: number;
  readonly constantLow: number;
}

const low = /* @__PURE__ */ new Float64Array(1);

/** (p-1)/2 · log 2π as hi + lo. */
function constantOf(nu: number): [number, number] {
  const factor = nu + 0.5;
  const high = factor * LOG_2PI[0];
  return [
    high,
    productError(factor, LOG_2PI[0], high) + factor * LOG_2PI[1] + sumError(nu, 0.5, factor) * LOG_2PI[0],
  ];
}

function remainderAt(nu: number, t: number): number {
  const r = nu / t;
  if (nu >= directOrder(0) && nu >= directOrder(3)) return debyeSum(nu, r);
  const kappa = nu * Math.sqrt((1 / t - 1) * (1 / t + 1));
  const leading = leadingLogarithm(nu, 0, kappa, low);
  const leadingLow = low[0];
  const full = logNormalizerPair(2 * nu + 2, kappa, low);
  const [constant, constantLow] = constantOf(nu);
  const difference = leading - constant;
  return difference - full + (sumError(leading, -constant, difference) + leadingLow - constantLow - low[0]);
}

/** Chebyshev interpolation of the remainder, cut where its coefficients vanish, as powers of x. */
function remainderPolynomial(nu: number): Float64Array {
  const angles = Array.from({ length: NODES }, (_, k) => (Math.PI * (k + 0.5)) / NODES);
  const values = angles.map((angle) => remainderAt(nu, (1 + Math.cos(angle)) / 2));
  const chebyshev = angles.map(
    (_, m) =>
      ((m === 0 ? 1 : 2) / NODES) * values.reduce((sum, v, k) => sum + v * Math.cos(m * angles[k]), 0),
  );
  const noise = 4 * Number.EPSILON * Math.max(...values.map(Math.abs));
  const negligible = Math.max(NEGLIGIBLE, noise);
  let degree = NODES - 1;
  while (degree > 1 && Math.abs(chebyshev[degree]) + Math.abs(chebyshev[degree - 1]) < negligible)
    degree -= 2;

  // T_m as powers of x by T_{m+1} = 2x T_m - T_{m-1}; lowest power first.
  const powers = new Float64Array(degree + 1);
  let previous = new Float64Array(degree + 2);
  let current = new Float64Array(degree + 2);
  previous[0] = 1;
  current[1] = 1;
  for (let m = 0; m <= degree; m++) {
    for (let i = 0; i <= degree; i++) powers[i] += chebyshev[m] * previous[i];
    const next = new Float64Array(degree + 2);
    for (let i = 0; i <= degree; i++) next[i] = (i > 0 ? 2 * current[i - 1] : 0) - previous[i];
    previous = current;
    current = next;
  }
  return powers.reverse(); // odd degree: an even number of coefficients
}

function planFor(p: number): Plan {
  const nu = p / 2 - 1;
  const [constant, constantLow] = constantOf(nu);
  return { nu, remainder: remainderPolynomial(nu), constant, constantLow };
}

let lastPlanned = Number.NaN;
let lastPlan: Plan | undefined;

/** The plan of the last dimension asked for is kept: training and fitting stay with one p. */
function cachedPlan(p: number): Plan {
  if (lastPlan === undefined || p !== lastPlanned) {
    lastPlan = planFor(p);
    lastPlanned = p;
  }
  return lastPlan;
}

function byPlan(p: number, kappa: FloatArray, out: FloatArray): void {
  const { nu, remainder, constant, constantLow } = cachedPlan(p);
  const nu2 = nu * nu;
  const nu2Low = squareError(nu, nu2);
  const twoNu = 2 * nu;
  const degree = remainder.length - 1;
  const doubtful = p * 2 ** -14;
  for (let i = 0; i < kappa.length; i++) {
    const k = kappa[i];
    if (!(k >= 0 && k <= 1e150)) {
      out[i] = scalarLogNormalizer(p, k);
      continue;
    }
    const k2 = k * k;
    const sum = nu2 + k2;
    const sumLow = sumError(nu2, k2, sum) + nu2Low + squareError(k, k2);
    const r = Math.sqrt(sum);
    const square = r * r;
    const inverse = 1 / r;
    const rLow = (sum - square - squareError(r, square) + sumLow) * (0.5 * inverse);
    const reach = nu + r;
    const log = compensatedLogarithm(reach, sumError(nu, r, reach) + rLow, low);
    const logLow = low[0];
    const halfLog = 0.5 * compensatedLogarithm(r, rLow, low);
    const x = twoNu * inverse - 1;
    // Even and odd powers side by side: two short chains instead of a long one.
    const x2 = x * x;
    let even = remainder[0];
    let odd = remainder[1];
    for (let j = 2; j < degree; j += 2) {
      even = even * x2 + remainder[j];
      odd = odd * x2 + remainder[j + 1];
    }
    const h = even * x + odd;
    const product = nu * log;
    const first = product - r;
    const second = first + halfLog;
    const third = second - constant;
    const rest =
      sumError(product, -r, first) +
      sumError(first, halfLog, second) +
      sumError(second, -constant, third) +
      (productError(nu, log, product) + nu * logLow) +
      0.5 * low[0] -
      rLow -
      constantLow -
      h;
    const result = third + rest;
    out[i] = doubtful > 0.1 && doubtful > Math.abs(result) ? scalarLogNormalizer(p, k) : result;
  }
}

/**
 * The paper's order-0 form in plain double arithmetic: rounding costs 2^-52 of the largest term, far
 * below what the missing orders cost.
 */
function orderZero(p: number, kappa: FloatArray, out: FloatArray): void {
  const nu = p / 2 - 1;
  const nu2 = nu * nu;
  const constant = (nu + 0.5) * (LOG_2PI[0] + LOG_2PI[1]);
  for (let i = 0; i < kappa.length; i++) {
    const k = kappa[i];
    const r = Math.sqrt(nu2 + k * k);
    const value = nu * Math.log(nu + r) - r + 0.5 * Math.log(r) - constant;
    out[i] = k >= 0 && r < Number.POSITIVE_INFINITY ? value : uniformLogNormalizer(p, k, 0);
  }
}

/** The array form of logNormalizer; see there. */
export function batchLogNormalizer<T extends FloatArray>(
  p: number,
  kappa: T,
  options?: { terms?: number; out?: T },
): T {
  const out = outputFor('logNormalizer', kappa, options?.out);
  const terms = options?.terms;
  if (terms !== undefined) {
    requireOrder('logNormalizer', terms);
    if (terms === 0 && isInDomain(p, 0) && p > 2) orderZero(p, kappa, out);
    else for (let i = 0; i < kappa.length; i++) out[i] = uniformLogNormalizer(p, kappa[i], terms);
  } else if (isInDomain(p, 0) && p >= PLAN_FROM) {
    byPlan(p, kappa, out);
  } else {
    for (let i = 0; i < kappa.length; i++) out[i] = scalarLogNormalizer(p, kappa[i]);
  }
  return out;
}
