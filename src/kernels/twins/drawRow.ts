import type { RowPlan } from '../rowPlan.ts';
import type { Bits } from '../Xoshiro256.ts';
import { zigguratLayers } from '../zigguratLayers.ts';
import { circleRow } from './circleRow.ts';
import { hypersphereRow } from './hypersphereRow.ts';
import type { Row } from './Row.ts';
import { sphereRow } from './sphereRow.ts';

/** One draw from the von Mises-Fisher distribution of the plan, left in `row`. */
export function drawRow(plan: RowPlan, bits: Bits, row: Row): void {
  if (plan.p === 2) circleRow(plan, bits, row);
  else if (plan.p === 3) sphereRow(plan, bits, row);
  else hypersphereRow(plan, bits, zigguratLayers(), row);
}
