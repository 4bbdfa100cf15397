import { LOG_2PI } from '../kernels/logarithmTable.ts';
import { orderZero } from '../kernels/orderZero.ts';
import type { FloatArray } from './arrays.ts';

/**
 * The paper's order-0 form over an array, in plain double arithmetic with both logarithms by table: rounding
 * costs 2^-52 of the largest term, far below what the missing orders cost. For p > 2 and κ in [0, 1e150].
 */
export function batchOrderZero(p: number, kappa: FloatArray, out: FloatArray): void {
  const nu = p / 2 - 1;
  orderZero(nu, (nu + 0.5) * (LOG_2PI[0] + LOG_2PI[1]), kappa, out);
}
