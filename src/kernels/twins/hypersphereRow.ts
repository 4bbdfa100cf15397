import type { RowPlan } from '../rowPlan.ts';
import type { Bits } from '../Xoshiro256.ts';
import type { ZigguratLayers } from '../zigguratLayers.ts';
import { cosine } from './cosine.ts';
import { fillNormals } from './fillNormals.ts';
import type { Row } from './Row.ts';

/** Where |z|² - (μ·z)² is a smaller share of |z|² than this, it is summed anew. */
const CANCELLATION = 1 / 8;

/**
 * A draw in p >= 4 dimensions: t, then p normal variates z, whose part orthogonal to μ has a uniform
 * direction. Its length comes from |z|² - (μ·z)².
 */
export function hypersphereRow(plan: RowPlan, bits: Bits, layers: ZigguratLayers, row: Row): void {
  cosine(plan, bits, layers, row);
  const { frame: mu, p } = plan;
  const z = row.tangent;
  fillNormals(bits, layers, z, p);

  // Four sums each, as two vectors of two have them.
  let [d0, d1, d2, d3] = [0, 0, 0, 0];
  let [q0, q1, q2, q3] = [0, 0, 0, 0];
  const whole = p & ~3;
  for (let i = 0; i < whole; i += 4) {
    d0 += z[i] * mu[i];
    d1 += z[i + 1] * mu[i + 1];
    d2 += z[i + 2] * mu[i + 2];
    d3 += z[i + 3] * mu[i + 3];
    q0 += z[i] * z[i];
    q1 += z[i + 1] * z[i + 1];
    q2 += z[i + 2] * z[i + 2];
    q3 += z[i + 3] * z[i + 3];
  }
  let along = d0 + d2 + (d1 + d3);
  let squares = q0 + q2 + (q1 + q3);
  for (let i = whole; i < p; i++) {
    along += z[i] * mu[i];
    squares += z[i] * z[i];
  }
  let across = squares - along * along;
  if (!(across > CANCELLATION * squares)) {
    across = 0;
    for (let i = 0; i < p; i++) {
      const rest = z[i] - along * mu[i];
      across += rest * rest;
    }
  }
  row.scale /= Math.sqrt(across);
  row.along = along;
}
