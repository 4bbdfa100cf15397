import { EXPONENTIAL_RATE, EXPONENTIAL_STEP, exponentialTable } from './exponentialTable.ts';
import { powersOfTwo } from './tableLogarithm.ts';

/** Adding and taking away 1.5·2^52 leaves the nearest integer. */
const ROUNDER = 1.5 * 2 ** 52;

/**
 * e^x by table, to the same bits on every engine, as Math.exp is not: x = (32 k + j) log 2 / 32 + r with
 * |r| <= log 2 / 64, and e^x = 2^k 2^(j/32) e^r, with e^r - 1 by six terms of its series (the next is below
 * 2^-58). Within 0.54 ulp; a subnormal result is rounded once more.
 */
export function tableExponential(x: number): number {
  if (!(x < 710)) return x >= 710 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < -746) return 0;
  const steps = x * EXPONENTIAL_RATE + ROUNDER - ROUNDER;
  const r = x - steps * EXPONENTIAL_STEP[0] - steps * EXPONENTIAL_STEP[1];
  const r2 = r * r;
  const growth = r + r2 * (1 / 2 + r * (1 / 6) + r2 * (1 / 24 + r * (1 / 120) + r2 * (1 / 720)));
  const row = (steps & 31) * 2;
  const mantissa = exponentialTable[row] + (exponentialTable[row + 1] + exponentialTable[row] * growth);
  // 2^k in two factors: neither leaves the range where 2^k alone would.
  const k = steps >> 5;
  const half = k >> 1;
  return mantissa * powersOfTwo[1022 - half] * powersOfTwo[1022 - (k - half)];
}
