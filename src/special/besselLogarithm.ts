/**
 * The one way to log I_ν that log C_p and log I share:
 *
 *   -log(√2π κ^-ν I_ν(κ)) = n log(n + r) - r + ½ log r - Σ_j D_j(s) r^-j - log G_0
 *
 * with n = ν and G_0 = 1 where the expansion serves (debye.ts), else a raised order and what leads down
 * from it (raisedOrder.ts). Finite at κ = 0; for 0 <= κ <= 1e150, hi + lo to about 2^-68 of the largest term.
 */
import { LOG_2PI } from '../kernels/logarithmTable.ts';
import { compensatedLogarithm } from './compensatedLogarithm.ts';
import { debyeLogarithm, isDirect } from './debye.ts';
import { productError, sumError } from './doubleDouble.ts';
import { type RaisedOrder, raiseOrder } from './raisedOrder.ts';

const raised: RaisedOrder = { n: 0, nLow: 0, g0: 0, g0Low: 0, g1: 0, g1Low: 0 };

/** Returns the high part; the low part goes to `low[0]`. */
export function besselLogarithm(nu: number, kappa: number, low: Float64Array): number {
  if (isDirect(nu, kappa)) return debyeLogarithm(nu, 0, kappa, low);
  raiseOrder(nu, kappa, raised);
  const expansion = debyeLogarithm(raised.n, raised.nLow, kappa, low);
  const expansionLow = low[0];
  const descent = compensatedLogarithm(raised.g0, raised.g0Low, low);
  const difference = expansion - descent;
  low[0] = sumError(expansion, -descent, difference) + expansionLow - low[0];
  return difference;
}

/**
 * high + low[0] - (ν + ½) log 2π, the step from there to log C_p. Returns the high part; the low part
 * goes to `low[0]`.
 */
export function lessSphereConstant(nu: number, high: number, low: Float64Array): number {
  const factor = nu + 0.5;
  const constant = factor * LOG_2PI[0];
  const constantLow =
    productError(factor, LOG_2PI[0], constant) + factor * LOG_2PI[1] + sumError(nu, 0.5, factor) * LOG_2PI[0];
  const difference = high - constant;
  low[0] += sumError(high, -constant, difference) - constantLow;
  return difference;
}
