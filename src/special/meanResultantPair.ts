/**
 * A_p(κ) = I_{p/2}(κ)/I_{p/2-1}(κ) and 1 - A_p(κ) as hi + lo, for the scalar faces and the inverse.
 * ν = p/2 - 1, r = √(ν² + κ²), (p, κ) in the domain and κ <= 1e150.
 *
 *   A_p                      region                        method
 *                            r >= 40 or ν >= 25.5          κ · expansion in 1/r (debye.ts)
 *                            otherwise                     κ G_1/G_0 from a raised order (raisedOrder.ts)
 *
 *   1 - A_p                  p - 1 <= 1e-14                1 - tanh κ and its first order in p - 1
 *                            p < 2, κ >= 40                1/κ series with the factor p - 1 taken out
 *                            r >= 40 or ν >= 25.5          (ν + ν²/(r+κ))/(ν+r) + κ r^-2 (½ + ...): no cancellation
 *                            otherwise                     1 - κ G_1/G_0 to 2^-98, enough for what cancels there
 */
import { complementNearOne, isNearOne } from './complementNearOne.ts';
import { complementTail } from './complementTail.ts';
import { debyeRatio, debyeSlope, isDirect } from './debye.ts';
import { add, type DoubleDouble, dd, divide, multiply, scale, squareRoot, subtract } from './doubleDouble.ts';
import { type RaisedOrder, raiseOrder } from './raisedOrder.ts';

/** From here the recurrence damps its start to below 2^-98. */
const DAMPED_ORDER = 64;

const low = /* @__PURE__ */ new Float64Array(1);
const raised: RaisedOrder = { n: 0, nLow: 0, g0: 0, g0Low: 0, g1: 0, g1Low: 0 };

/** A_p(κ)/κ to 2^-62 relative; finite and accurate down to κ = 0, where it is 1/p. */
export function ratioPair(nu: number, kappa: number): DoubleDouble {
  if (isDirect(nu, kappa)) {
    const high = debyeRatio(nu, 0, kappa, low);
    return dd(high, low[0]);
  }
  raiseOrder(nu, kappa, raised);
  return divide({ hi: raised.g1, lo: raised.g1Low }, { hi: raised.g0, lo: raised.g0Low });
}

/** A_p(κ)/κ to 2^-98 relative where the expansion does not serve directly. */
export function exactRatio(nu: number, kappa: number): DoubleDouble {
  raiseOrder(nu, kappa, raised, DAMPED_ORDER);
  return divide({ hi: raised.g1, lo: raised.g1Low }, { hi: raised.g0, lo: raised.g0Low });
}

/** κ times a ratio, safe where κ or the product is subnormal. */
export function timesKappa(ratio: DoubleDouble, kappa: number): DoubleDouble {
  return kappa > 1e-200
    ? multiply(dd(kappa), ratio)
    : scale(multiply(dd(kappa * 2 ** 600), ratio), 2 ** -600);
}

/** 1 - A_p(κ), to about 2^-60 relative; 2^-51 for p < 2. */
export function complementPair(p: number, kappa: number): DoubleDouble {
  const nu = p / 2 - 1;
  if (isNearOne(p)) return dd(complementNearOne(p - 1, kappa)[0]);
  if (!isDirect(nu, kappa)) return subtract(dd(1), timesKappa(exactRatio(nu, kappa), kappa));
  if (p < 2) return dd(complementTail(p - 1, kappa)[0]);

  const order = dd(nu);
  const k = dd(kappa);
  const order2 = multiply(order, order);
  const r2 = add(order2, multiply(k, k));
  const r = squareRoot(r2);
  const geometric = divide(add(order, divide(order2, add(r, k))), add(order, r));
  const half = divide(scale(k, 0.5), r2);
  return add(add(geometric, half), dd((kappa / r2.hi) * debyeSlope(nu, r.hi)));
}
