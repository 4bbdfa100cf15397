/**
 * log C_p over an array of κ at one p.
 *
 *   p >= 32     per-dimension plan: one logarithm in hi + lo, the rest a polynomial in t = ν/r
 *   p < 32      the scalar function per element
 *
 * With v = ν + r, t = ν/r and h of remainderPolynomial.ts,
 *
 *   log C_p(κ) = (ν + ½) log(v/2π) - r - h(t).
 *
 * h is at most 0.36 and good to 2^-53, so results below 2 in size, where that would show, go to the scalar
 * function.
 *
 * The logarithm is that of compensatedLogarithm.ts, written out: the loop is one body without calls, and
 * a factor cut to 24 bits by Math.fround replaces the splitting that exact products need elsewhere.
 */

import { LN2, LOG_2PI, logarithmTable } from '../kernels/logarithmTable.ts';
import { HIGH_HALF, halves, powersOfTwo, words } from '../kernels/tableLogarithm.ts';
import { type FloatArray, outputFor } from './arrays.ts';
import { batchOrderZero } from './batchOrderZero.ts';
import { HUGE_KAPPA, isInDomain } from './domain.ts';
import { squareError, sumError } from './doubleDouble.ts';
import { remainderPolynomial } from './remainderPolynomial.ts';
import { scalarLogNormalizer } from './scalarLogNormalizer.ts';
import { requireOrder, uniformLogNormalizer } from './uniformExpansion.ts';

const PLAN_FROM = 32;
/** Beyond this κ, Math.fround and the products of the loop would leave their range. */
const MOST_KAPPA = 1e30;

function byPlan(p: number, kappa: FloatArray, out: FloatArray): void {
  const polynomial = remainderPolynomial(p);
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

/** Whether every κ lies where the loop of batchOrderZero serves. */
function areOrdinary(kappa: FloatArray): boolean {
  let least = 0;
  let most = 0;
  for (let i = 0; i < kappa.length; i++) {
    least = Math.min(least, kappa[i]);
    most = Math.max(most, kappa[i]);
  }
  return least >= 0 && most <= HUGE_KAPPA; // NaN fails both
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
    if (terms === 0 && isInDomain(p, 0) && p > 2 && areOrdinary(kappa)) batchOrderZero(p, kappa, out);
    else for (let i = 0; i < kappa.length; i++) out[i] = uniformLogNormalizer(p, kappa[i], terms);
  } else if (isInDomain(p, 0) && p >= PLAN_FROM) {
    byPlan(p, kappa, out);
  } else {
    for (let i = 0; i < kappa.length; i++) out[i] = scalarLogNormalizer(p, kappa[i]);
  }
  return out;
}
