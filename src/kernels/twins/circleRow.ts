import { logOnePlus } from '../logOnePlus.ts';
import { openUniform } from '../openUniform.ts';
import type { RowPlan } from '../rowPlan.ts';
import { tableLogarithm } from '../tableLogarithm.ts';
import type { Bits } from '../Xoshiro256.ts';
import type { Row } from './Row.ts';

/**
 * A draw on the circle, p = 2. Of a point (x, y) uniform in the unit disc, x² and y² stand for Wood's gamma
 * variates of shape ½ (only their ratio counts), x² + y² is the uniform variate that accepts, and the sign of
 * x says to which side of μ the draw lies: the three are independent. With x²/y² = tan² of a uniform angle
 * this is D. J. Best and N. I. Fisher, Appl. Statist. 28, 1979.
 */
export function circleRow({ b, half, frame }: RowPlan, bits: Bits, row: Row): void {
  for (;;) {
    const x = 2 * openUniform(bits) - 1;
    const y = 2 * openUniform(bits) - 1;
    const x2 = x * x;
    const y2 = y * y;
    const r2 = x2 + y2;
    if (r2 >= 1) continue;
    const divisor = y2 + b * x2;
    const excess = (half * (y2 - x2)) / divisor;
    if (!(excess + logOnePlus(-excess) >= tableLogarithm(r2))) continue;
    const sine = Math.sqrt(((2 * b * x2) / divisor) * ((2 * y2) / divisor));
    row.complement = (2 * b * x2) / divisor;
    row.scale = x < 0 ? -sine : sine;
    row.along = 0;
    row.tangent[0] = frame[2];
    row.tangent[1] = frame[3];
    return;
  }
}
