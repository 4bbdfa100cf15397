import { ANY_ROW, type Plan } from '../plan.ts';
import { HIGH_HALF, halves, words } from '../tableLogarithm.ts';

/**
 * c_0 + c_1 f + ... + c_6 f^6 with f = κ - middle in plain double arithmetic, for rows
 *
 *   middle, c_0, ..., c_6
 */
export function fastPlan(plan: Plan, kappa: Float64Array, out: Float64Array, count: number): boolean {
  const { offset, rows } = plan;
  const start = plan.base + plan.first;
  const span = plan.end - plan.first;
  let complete = true;
  for (let i = 0; i < count; i++) {
    const k = kappa[i];
    words[0] = k + offset;
    const row = (halves[HIGH_HALF] >>> 14) - start;
    const at = ((row >>> 0 < span ? row : span) & ANY_ROW) * 8;
    const f = k - rows[at];
    const f2 = f * f;
    const low = rows[at + 1] + f * rows[at + 2] + f2 * (rows[at + 3] + f * rows[at + 4]);
    const high = rows[at + 5] + f * rows[at + 6] + f2 * rows[at + 7];
    const result = low + f2 * f2 * high;
    if (k >= 0 && !Number.isNaN(result)) {
      out[i] = result;
    } else {
      out[i] = Number.NaN;
      complete = false;
    }
  }
  return complete;
}
