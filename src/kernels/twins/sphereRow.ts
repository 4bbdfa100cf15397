import { logOnePlus } from '../logOnePlus.ts';
import { openUniform } from '../openUniform.ts';
import type { RowPlan } from '../rowPlan.ts';
import type { Bits } from '../Xoshiro256.ts';
import type { Row } from './Row.ts';

/**
 * A draw on the sphere, p = 3. Of a point uniform in the unit disc, the squared distance r² from the centre is
 * uniform on (0, 1) and independent of the direction: it goes through the inverse cdf,
 * 1 - t = -log(1 - r² (1 - e^(-2κ)))/κ, and the direction is that of the tangent. No trigonometry.
 */
export function sphereRow({ kappa, mass, frame }: RowPlan, bits: Bits, row: Row): void {
  let x: number;
  let y: number;
  let r2: number;
  do {
    x = 2 * openUniform(bits) - 1;
    y = 2 * openUniform(bits) - 1;
    r2 = x * x + y * y;
  } while (r2 >= 1);
  const complement = mass === 0 ? 2 * r2 : -logOnePlus(-r2 * mass) / kappa;
  row.complement = complement;
  // Rounding may carry the complement just beyond 2.
  row.scale = Math.sqrt((complement * Math.max(0, 2 - complement)) / r2);
  row.along = 0;
  for (let i = 0; i < 3; i++) row.tangent[i] = x * frame[3 + i] + y * frame[6 + i];
}
