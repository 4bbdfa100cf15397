import type { RowPlan } from '../rowPlan.ts';
import type { Bits } from '../Xoshiro256.ts';
import { drawRow } from './drawRow.ts';
import { emptyRow } from './Row.ts';

/** Fills `out`, rows of p, with independent draws. */
export function sampleRows(plan: RowPlan, bits: Bits, out: Float64Array | Float32Array): void {
  const { p, frame: mu } = plan;
  const row = emptyRow(p);
  const { tangent } = row;
  for (let first = 0; first < out.length; first += p) {
    drawRow(plan, bits, row);
    const { scale } = row;
    const share = 1 - row.complement - scale * row.along;
    for (let i = 0; i < p; i++) out[first + i] = scale * tangent[i] + share * mu[i];
  }
}
