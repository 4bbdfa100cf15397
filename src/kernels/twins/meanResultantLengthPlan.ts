import { ANY_ROW, type Plan } from '../plan.ts';
import { HIGH_HALF, halves, words } from '../tableLogarithm.ts';

/**
 * κ (B + c_1 f + ... + c_7 f^7) with f = κ - middle, for rows
 *
 *   middle, B, B_low, c_1, ..., c_7
 *
 * B has 24 bits and κ is cut to 26, so that their product is exact; all else is below 2^-6 of it. κ below
 * 2^-900 is left out, since there the products underflow.
 */
export function meanResultantLengthPlan(
  plan: Plan,
  kappa: Float64Array,
  out: Float64Array,
  count: number,
): boolean {
  const { offset, rows } = plan;
  const start = plan.base + plan.first;
  const span = plan.end - plan.first;
  let complete = true;
  for (let i = 0; i < count; i++) {
    const k = kappa[i];
    words[0] = k + offset;
    const row = (halves[HIGH_HALF] >>> 14) - start;
    const at = ((row >>> 0 < span ? row : span) & ANY_ROW) * 10;
    const f = k - rows[at];
    const f2 = f * f;
    const low = rows[at + 3] + f * rows[at + 4] + f2 * (rows[at + 5] + f * rows[at + 6]);
    const high = rows[at + 7] + f * rows[at + 8] + f2 * rows[at + 9];
    const rest = rows[at + 2] + f * (low + f2 * f2 * high);
    const scaled = k * 134217729;
    const kHigh = scaled - (scaled - k);
    const ratio = rows[at + 1];
    const result = kHigh * ratio + ((k - kHigh) * ratio + k * rest);
    if (k >= 2 ** -900 && !Number.isNaN(result)) {
      out[i] = result;
    } else {
      out[i] = Number.NaN;
      complete = false;
    }
  }
  return complete;
}
