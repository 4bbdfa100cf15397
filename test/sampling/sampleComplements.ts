import { rowPlan } from '../../src/kernels/rowPlan.ts';
import { cosine } from '../../src/kernels/twins/cosine.ts';
import { drawRow } from '../../src/kernels/twins/drawRow.ts';
import { emptyRow } from '../../src/kernels/twins/Row.ts';
import { zigguratLayers } from '../../src/kernels/zigguratLayers.ts';
import { bitsOf, type Random } from '../../src/random.ts';

/**
 * `n` independent draws of 1 - t, t = μ·x, to full relative accuracy however near t lies to 1; for p >= 4 without
 * the cost of a direction.
 */
export function sampleComplements(p: number, kappa: number, n: number, random: Random): Float64Array {
  const plan = rowPlan(new Float64Array(p).fill(1, 0, 1), kappa);
  const bits = bitsOf('sampleComplements', random);
  const row = emptyRow(p);
  return Float64Array.from({ length: n }, () => {
    if (p < 4) drawRow(plan, bits, row);
    else cosine(plan, bits, zigguratLayers(), row);
    return row.complement;
  });
}
