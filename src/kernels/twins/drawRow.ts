import type { RowPlan } from '../rowPlan.ts';
import type { Words } from '../Xoshiro128.ts';
import { zigguratLayers } from '../zigguratLayers.ts';
import { circleRow } from './circleRow.ts';
import { hypersphereRow } from './hypersphereRow.ts';
import type { Row } from './Row.ts';
import { sphereRow } from './sphereRow.ts';

/** One draw from the von Mises-Fisher distribution of the plan, left in `row`. */
export function drawRow(plan: RowPlan, words: Words, row: Row): void {
  if (plan.p === 2) circleRow(plan, words, row);
  else if (plan.p === 3) sphereRow(plan, words, row);
  else hypersphereRow(plan, words, zigguratLayers(), row);
}
