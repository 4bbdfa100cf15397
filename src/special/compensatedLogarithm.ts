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
import { sumError } from './doubleDouble.ts';
import { LN2, logarithmTable } from './logarithmTable.ts';

/** One double and its two halves, to read exponent and leading bits. */
export const words: Float64Array = /* @__PURE__ */ new Float64Array(1);
export const halves: Uint32Array = /* @__PURE__ */ new Uint32Array(words.buffer);
export const HIGH_HALF: number = /* @__PURE__ */ new Uint8Array(
  /* @__PURE__ */ new Uint16Array([1]).buffer,
)[0]; // 1 on little-endian
const [LN2_HIGH, LN2_LOW] = LN2;

/** 2^-e for e = -1022..1023, at index e + 1022. */
export const powersOfTwo: Float64Array = /* @__PURE__ */ Float64Array.from(
  { length: 2046 },
  (_, i) => 2 ** (1022 - i),
);

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

/** log x for a normal x > 0 in plain double arithmetic, by the same table: to about 2^-52 max(1, |log x|). */
export function tableLogarithm(x: number): number {
  words[0] = x;
  const bits = halves[HIGH_HALF];
  const exponent = (bits >>> 20) - 1023;
  const row = ((bits >>> 13) & 127) * 3;
  const f = x * (logarithmTable[row] * powersOfTwo[exponent + 1022]) - 1;
  const f2 = f * f;
  const series = -1 / 2 + f * (1 / 3) + f2 * (-1 / 4 + f * (1 / 5) + f2 * (-1 / 6 + f * (1 / 7)));
  return exponent * Math.LN2 + logarithmTable[row + 1] + (logarithmTable[row + 2] + f + f2 * series);
}
