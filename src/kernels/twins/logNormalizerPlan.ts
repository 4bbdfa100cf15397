import { ANY_ROW, type Plan } from '../plan.ts';
import { HIGH_HALF, halves, words } from '../tableLogarithm.ts';

/**
 * T + s f + f² (c_2 + c_3 f + ... + c_8 f^6) with f = κ - middle, for rows
 *
 *   middle, T, T_low, s, s_low, c_2, ..., c_8
 *
 * s has 20 bits behind the point, f is cut to 20 bits of half the interval, T to 40: T + s f is then exact,
 * and only terms below 2^-14 of κ + offset are rounded before the last addition. Results below `least` in
 * size are left out. The kernels of a plan give NaN for what they leave out, and say whether there is any.
 */
export function logNormalizerPlan(
  plan: Plan,
  kappa: Float64Array,
  out: Float64Array,
  count: number,
): boolean {
  const { offset, rows, least } = plan;
  const start = plan.base + plan.first;
  const span = plan.end - plan.first;
  let complete = true;
  for (let i = 0; i < count; i++) {
    const k = kappa[i];
    const w = k + offset;
    words[0] = w;
    const row = (halves[HIGH_HALF] >>> 14) - start;
    const at = ((row >>> 0 < span ? row : span) & ANY_ROW) * 12;
    const f = k - rows[at];
    // The spacing of doubles at 2^25 w is 2^-20 of half the interval: adding it cuts f there.
    const large = w * 33554432;
    const fHigh = f + large - large;
    const fLow = f - fHigh;
    const slope = rows[at + 3];
    const sum = rows[at + 1] + slope * fHigh;
    const f2 = f * f;
    const f4 = f2 * f2;
    const low = rows[at + 4] + f * rows[at + 5] + f2 * (rows[at + 6] + f * rows[at + 7]);
    const high = rows[at + 8] + f * rows[at + 9] + f2 * (rows[at + 10] + f * rows[at + 11]);
    const rest = rows[at + 2] + slope * fLow + f * (low + f4 * high);
    const result = sum + rest;
    if (k >= 0 && Math.abs(result) >= least) {
      out[i] = result;
    } else {
      out[i] = Number.NaN;
      complete = false;
    }
  }
  return complete;
}
