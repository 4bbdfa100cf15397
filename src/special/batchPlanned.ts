import { overPlan, type PlanKernel } from '../kernels/overPlan.ts';
import { claimRow, emptyPlan, type Interval, missingInterval, type Plan } from '../kernels/plan.ts';
import type { FloatArray } from './arrays.ts';

/** A function of (p, κ) with a plan for each p. */
export interface PlannedFunction {
  readonly kernel: PlanKernel;
  /** Doubles in a row. */
  readonly width: number;
  /** Writes the row of an interval. */
  readonly fill: (p: number, interval: Interval, row: Float64Array) => void;
  /** What gives the values that rows cannot. */
  readonly scalar: (p: number, kappa: number) => number;
  /** Results smaller than this go to `scalar`. */
  readonly least?: (p: number) => number;
}

/** So many dimensions keep their plans, the least recently used being the first to go. */
const KEPT = 4;

const plans = /* @__PURE__ */ new WeakMap<PlannedFunction, Map<number, Plan>>();

function planOf(planned: PlannedFunction, p: number): Plan {
  let kept = plans.get(planned);
  if (kept === undefined) {
    kept = new Map();
    plans.set(planned, kept);
  }
  // Every singularity of log I_ν(κ) κ^-ν is one of ± i j_{ν,k} (DLMF 10.21), and j_{ν,1} > ν + 2 for ν >= -½.
  const plan = kept.get(p) ?? emptyPlan(p / 2 + 1, planned.width, planned.least?.(p) ?? 0);
  kept.delete(p);
  kept.set(p, plan);
  if (kept.size > KEPT) {
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      break;
    }
  }
  return plan;
}

/** The function at one p over an array, `out` being one of the kind and length of `kappa`; p in the domain. */
export function batchPlanned(planned: PlannedFunction, p: number, kappa: FloatArray, out: FloatArray): void {
  const plan = planOf(planned, p);
  overPlan(planned.kernel, plan, kappa, out, (chunk, values, count) => {
    let added = false;
    for (let i = 0; i < count; i++) {
      if (!Number.isNaN(values[i])) continue;
      const interval = missingInterval(plan, chunk[i]);
      if (interval !== undefined) {
        planned.fill(p, interval, claimRow(plan, interval.row));
        added = true;
      } else if (!added) {
        values[i] = planned.scalar(p, chunk[i]);
      }
    }
    return added;
  });
}
