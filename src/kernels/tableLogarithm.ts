import { logarithmTable } from './logarithmTable.ts';

/** One double and its two halves, to read exponent and leading bits. */
export const words: Float64Array = /* @__PURE__ */ new Float64Array(1);
export const halves: Uint32Array = /* @__PURE__ */ new Uint32Array(words.buffer);
export const HIGH_HALF: number = /* @__PURE__ */ new Uint8Array(
  /* @__PURE__ */ new Uint16Array([1]).buffer,
)[0]; // 1 on little-endian
/** 2^-e for e = -1022..1023, at index e + 1022. */
export const powersOfTwo: Float64Array = /* @__PURE__ */ Float64Array.from(
  { length: 2046 },
  (_, i) => 2 ** (1022 - i),
);

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
