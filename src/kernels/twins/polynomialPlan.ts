import { ANY_ROW, type Plan } from '../plan.ts';
import { HIGH_HALF, halves, words } from '../tableLogarithm.ts';

/**
 * c_0 + c_1 f + ... + c_7 f^7 with f = κ - middle, for rows
 *
 *   middle, c_0, c_0 low, c_1, ..., c_7
 *
 * c_0 is added last, so that the result is rounded once where the others are small beside it.
 */
export function polynomialPlan(plan: Plan, kappa: Float64Array, out: Float64Array, count: number): boolean {
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
    const result = rows[at + 1] + (rows[at + 2] + f * (low + f2 * f2 * high));
    if (k >= 0 && !Number.isNaN(result)) {
      out[i] = result;
    } else {
      out[i] = Number.NaN;
      complete = false;
    }
  }
  return complete;
}
