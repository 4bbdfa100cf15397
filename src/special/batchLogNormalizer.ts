/**
 * log C_p over an array of κ at one p.
 *
 *   p >= 32     per-dimension plan: one logarithm in hi + lo, the rest a polynomial in t = ν/r
 *   p < 32      the scalar function per element
 *
 * With v = ν + r and log r = log v - log(1 + t),
 *
 *   log C_p(κ) = (ν + ½) log(v/2π) - r - h(t),   h(t) = ½ log(1 + t) + Σ_j D_j(t²) r^-j
 *
 * and h is smooth on [0, 1] (at small t its expansion is Hankel's), so it is interpolated once per p and
 * evaluated in x = 2t - 1. It is at most 0.36 and good to 2^-53, so results below 2 in size, where that
 * would show, go to the scalar function.
 *
 * The logarithm is that of compensatedLogarithm.ts, written out: the loop is one body without calls, and
 * a factor cut to 24 bits by Math.fround replaces the splitting that exact products need elsewhere.
 */
import { type FloatArray, outputFor } from './arrays.ts';
import { HIGH_HALF, halves, powersOfTwo, words } from './compensatedLogarithm.ts';
import { debyeSum, directOrder, leadingLogarithm } from './debye.ts';
import { isInDomain } from './domain.ts';
import { productError, squareError, sumError } from './doubleDouble.ts';
import { LN2, LOG_2PI, logarithmTable } from './logarithmTable.ts';
import { logNormalizerPair, scalarLogNormalizer } from './scalarLogNormalizer.ts';
import { requireOrder, uniformLogNormalizer } from './uniformExpansion.ts';

const PLAN_FROM = 32;
const NODES = 40;
/** Beyond this κ, Math.fround and the products of the loop would leave their range. */
const MOST_KAPPA = 1e30;

const low = /* @__PURE__ */ new Float64Array(1);

/** Σ_j D_j r^-j at t = ν/r: what the leading terms leave out. */
function remainderAt(nu: number, t: number): number {
  if (nu >= directOrder(3)) return debyeSum(nu, nu / t);
  const kappa = nu * Math.sqrt((1 / t - 1) * (1 / t + 1));
  const leading = leadingLogarithm(nu, 0, kappa, low);
  const leadingLow = low[0];
  const full = logNormalizerPair(2 * nu + 2, kappa, low);
  const factor = nu + 0.5;
  const constant = factor * LOG_2PI[0];
  const constantLow =
    productError(factor, LOG_2PI[0], constant) + factor * LOG_2PI[1] + sumError(nu, 0.5, factor) * LOG_2PI[0];
  const difference = leading - constant;
  return difference - full + (sumError(leading, -constant, difference) + leadingLow - constantLow - low[0]);
}

/** Chebyshev coefficients of h in x = 2t - 1 on [-1, 1]. */
function chebyshevCoefficients(nu: number): number[] {
  const angles = Array.from({ length: NODES }, (_, k) => (Math.PI * (k + 0.5)) / NODES);
  const values = angles.map((angle) => remainderAt(nu, (1 + Math.cos(angle)) / 2));
  // ½ log(1 + t) = ½ log(ρ/4) - Σ_m (-1/ρ)^m/m T_m(x), ρ = 3 + √8: from 1 + t = (ρ/4)|1 + e^{iθ}/ρ|², x = cos θ.
  const rho = 3 + Math.SQRT2 * 2;
  return angles.map((_, m) => {
    const sum = values.reduce((total, value, k) => total + value * Math.cos(m * angles[k]), 0);
    const remainder = ((m === 0 ? 1 : 2) / NODES) * sum;
    return remainder + (m === 0 ? 0.5 * Math.log(rho / 4) : -((-1 / rho) ** m) / m);
  });
}

/** h as powers of x, highest first and an even number of them, cut where the series falls below 2^-54. */
function remainderPolynomial(nu: number): Float64Array {
  const chebyshev = chebyshevCoefficients(nu);
  let degree = NODES - 1;
  while (Math.abs(chebyshev[degree]) + Math.abs(chebyshev[degree - 1]) < 2 ** -54) degree -= 2;

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
  return powers.reverse();
}

let plannedDimension = Number.NaN;
let plannedPolynomial: Float64Array = /* @__PURE__ */ new Float64Array(0);

/** The plan of the last dimension asked for is kept: training and fitting stay with one p. */
function planFor(p: number): Float64Array {
  if (p !== plannedDimension) {
    plannedPolynomial = remainderPolynomial(p / 2 - 1);
    plannedDimension = p;
  }
  return plannedPolynomial;
}

function byPlan(p: number, kappa: FloatArray, out: FloatArray): void {
  const polynomial = planFor(p);
  const last = polynomial.length - 1;
  const nu = p / 2 - 1;
  const factor = nu + 0.5;
  // 29 bits of the factor, so that its product with 24 bits is exact; integer p below 2^29 has no rest.
  const splitter = 2 ** 24 * factor;
  const factorHigh = factor + splitter - splitter;
  const factorLow = factor - factorHigh + sumError(nu, 0.5, factor);
  const nu2 = nu * nu;
  const nu2Low = squareError(nu, nu2);
  const twoNu = 2 * nu;
  const doubtful = Math.max(2, p * 2 ** -14);
  const [ln2High, ln2Low] = LN2;
  const [log2PiHigh, log2PiLow] = LOG_2PI;
  const [c3, c4, c5, c6, c7, c8] = [1 / 3, -1 / 4, 1 / 5, -1 / 6, 1 / 7, -1 / 8];

  for (let i = 0; i < kappa.length; i++) {
    const k = kappa[i];
    if (!(k >= 0 && k <= MOST_KAPPA)) {
      out[i] = scalarLogNormalizer(p, k);
      continue;
    }
    // r = √(ν² + κ²) and v = ν + r as hi + lo; x² = fround(x)² + (x - fround(x))(x + fround(x)).
    const kHigh = Math.fround(k);
    const kHigh2 = kHigh * kHigh;
    const squares = nu2 + kHigh2;
    const partOfK = squares - nu2;
    const squaresLow = nu2 - (squares - partOfK) + (kHigh2 - partOfK) + nu2Low + (k - kHigh) * (k + kHigh);
    const r = Math.sqrt(squares + squaresLow);
    const inverse = 1 / r;
    const rHigh = Math.fround(r);
    const rLow = (squares - rHigh * rHigh - (r - rHigh) * (r + rHigh) + squaresLow) * (0.5 * inverse);
    const v = nu + r;
    const vLow = nu - (v - r) + rLow;

    // log(v/2π) as hi + lo.
    words[0] = v;
    const bits = halves[HIGH_HALF];
    const exponent = (bits >>> 20) - 1023;
    const row = ((bits >>> 13) & 127) * 3;
    const reciprocal = logarithmTable[row] * powersOfTwo[exponent + 1022];
    const vHigh = Math.fround(v);
    const fHigh = vHigh * reciprocal - 1;
    const fLow = (v - vHigh + vLow) * reciprocal;
    const f = fHigh + fLow;
    const f2 = f * f;
    const f4 = f2 * f2;
    const series = c3 + f * c4 + f2 * (c5 + f * c6) + f4 * (c7 + f * c8);
    const table = exponent * ln2High + logarithmTable[row + 1] - log2PiHigh;
    const log = table + f;
    const logLow =
      table -
      log +
      f +
      (fLow - (f - fHigh)) +
      (logarithmTable[row + 2] + exponent * ln2Low - log2PiLow + f2 * (f * series - 0.5));

    const x = twoNu * inverse - 1;
    const x2 = x * x;
    let even = polynomial[0];
    let odd = polynomial[1];
    for (let j = 2; j < last; j += 2) {
      even = even * x2 + polynomial[j];
      odd = odd * x2 + polynomial[j + 1];
    }

    const logHigh = Math.fround(log);
    const product = factorHigh * logHigh;
    const leading = product - r;
    const partOfR = leading - product;
    const rest =
      product -
      (leading - partOfR) -
      (r + partOfR) +
      (factorHigh * (log - logHigh + logLow) + factorLow * (log + logLow)) -
      rLow -
      (even * x + odd);
    const result = leading + rest;
    out[i] = Math.abs(result) < doubtful ? scalarLogNormalizer(p, k) : result;
  }
}

/**
 * The paper's order-0 form in plain double arithmetic, both logarithms by table: rounding costs 2^-52 of
 * the largest term, far below what the missing orders cost. For κ in [0, 1e30].
 */
function orderZero(p: number, kappa: FloatArray, out: FloatArray): void {
  const nu = p / 2 - 1;
  const nu2 = nu * nu;
  const constant = (nu + 0.5) * (LOG_2PI[0] + LOG_2PI[1]);
  const ln2 = LN2[0] + LN2[1];
  const [c2, c3, c4, c5, c6, c7] = [-1 / 2, 1 / 3, -1 / 4, 1 / 5, -1 / 6, 1 / 7];
  for (let i = 0; i < kappa.length; i++) {
    const k = kappa[i];
    const r = Math.sqrt(nu2 + k * k);
    const v = nu + r;

    words[0] = v;
    let bits = halves[HIGH_HALF];
    let exponent = (bits >>> 20) - 1023;
    let row = ((bits >>> 13) & 127) * 3;
    let f = v * (logarithmTable[row] * powersOfTwo[exponent + 1022]) - 1;
    let f2 = f * f;
    const logV =
      exponent * ln2 +
      logarithmTable[row + 1] +
      (logarithmTable[row + 2] + f + f2 * (c2 + f * c3 + f2 * (c4 + f * c5 + f2 * (c6 + f * c7))));

    words[0] = r;
    bits = halves[HIGH_HALF];
    exponent = (bits >>> 20) - 1023;
    row = ((bits >>> 13) & 127) * 3;
    f = r * (logarithmTable[row] * powersOfTwo[exponent + 1022]) - 1;
    f2 = f * f;
    const logR =
      exponent * ln2 +
      logarithmTable[row + 1] +
      (logarithmTable[row + 2] + f + f2 * (c2 + f * c3 + f2 * (c4 + f * c5 + f2 * (c6 + f * c7))));

    out[i] = nu * logV - r + 0.5 * logR - constant;
  }
}

/** Whether every κ lies where the loops without special cases serve. */
function areOrdinary(kappa: FloatArray): boolean {
  let least = 0;
  let most = 0;
  for (let i = 0; i < kappa.length; i++) {
    least = Math.min(least, kappa[i]);
    most = Math.max(most, kappa[i]);
  }
  return least >= 0 && most <= MOST_KAPPA; // NaN fails both
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
    if (terms === 0 && isInDomain(p, 0) && p > 2 && areOrdinary(kappa)) orderZero(p, kappa, out);
    else for (let i = 0; i < kappa.length; i++) out[i] = uniformLogNormalizer(p, kappa[i], terms);
  } else if (isInDomain(p, 0) && p >= PLAN_FROM) {
    byPlan(p, kappa, out);
  } else {
    for (let i = 0; i < kappa.length; i++) out[i] = scalarLogNormalizer(p, kappa[i]);
  }
  return out;
}
