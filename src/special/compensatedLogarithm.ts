/**
 * log x carried to about 2^-68 absolute, for the fast paths.
 *
 * x = 2^e · m, 1 <= m < 2. A 9-bit reciprocal c of m from a table of 128 leaves f = c·m - 1 with
 * |f| < 2^-7.7, formed exactly; log x = e log 2 - log c + log(1 + f). The first two are multiples of
 * 2^-42 below 2^10, so their sum is exact; the rest is f - f²/2 + ... + f⁹/9, in which f alone needs
 * its full length: rounding f²/2 costs 2^-70, truncation 2^-80.
 *
 * Method: P. T. P. Tang, "Table-driven implementation of the logarithm function in IEEE
 * floating-point arithmetic", ACM TOMS 16 (1990).
 */
import { LN2, logarithmTable } from '../kernels/logarithmTable.ts';
import { HIGH_HALF, halves, powersOfTwo, words } from '../kernels/tableLogarithm.ts';
import { sumError } from './doubleDouble.ts';

const [LN2_HIGH, LN2_LOW] = LN2;

/**
 * The high part of log(x + xLow) for a normal x > 0 and |xLow| <= ulp(x); the low part, which may be as
 * large as 2^-16, goes to `low[0]`. Their sum is the logarithm to 2^-68.
 */
export function compensatedLogarithm(x: number, xLow: number, low: Float64Array): number {
  words[0] = x;
  const bits = halves[HIGH_HALF];
  const exponent = (bits >>> 20) - 1023;
  const row = ((bits >>> 13) & 127) * 3;
  const reciprocal = logarithmTable[row] * powersOfTwo[exponent + 1022];
  const scaled = 134217729 * x;
  const xHigh = scaled - (scaled - x);
  const fHigh = xHigh * reciprocal - 1;
  const fLow = (x - xHigh + xLow) * reciprocal;
  const f = fHigh + fLow;
  const tail =
    f *
    f *
    (f * (1 / 3 + f * (-1 / 4 + f * (1 / 5 + f * (-1 / 6 + f * (1 / 7 + f * (-1 / 8 + f * (1 / 9))))))) -
      0.5);
  const table = exponent * LN2_HIGH + logarithmTable[row + 1];
  const high = table + f;
  low[0] =
    sumError(table, f, high) + (fLow - (f - fHigh)) + (logarithmTable[row + 2] + exponent * LN2_LOW) + tail;
  return high;
}
