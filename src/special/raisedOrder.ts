/**
 * From a large order down to a small one, where the expansion in 1/r fails (r below about 40).
 *
 * With n = ν + m and G_j = κ^(m-j) I_{ν+j}(κ)/I_n(κ) the three-term recurrence
 * I_{μ-1} = I_{μ+1} + (2μ/κ) I_μ (DLMF 10.29.1) becomes
 *
 *   G_{j-1} = κ² G_{j+1} + 2(ν + j) G_j,   G_m = 1,  G_{m+1} = I_{n+1}/(κ I_n),
 *
 * from which log I_ν = log I_n - m log κ + log G_0 and I_{ν+1}/(κ I_ν) = G_1/G_0. All terms are
 * positive, so nothing cancels; downward the recurrence damps the error of its start (Miller).
 * n is not always a double: its low part is carried.
 */
import { debyeRatio, directOrder } from './debye.ts';
import { productError, squareError, sumError } from './doubleDouble.ts';

/** The state at order ν after descending from n = ν + steps; hi + lo throughout. */
export interface RaisedOrder {
  n: number;
  nLow: number;
  g0: number;
  g0Low: number;
  g1: number;
  g1Low: number;
}

const low = /* @__PURE__ */ new Float64Array(1);

/**
 * Fills `into` for -½ <= ν and 0 <= κ <= 1e150, where the expansion does not serve. `least` is the smallest
 * order to start from: by default the least that does serve, giving G_0 and G_1 to 2^-64; from 60 on the
 * start's error is damped and they hold to 2^-98.
 */
export function raiseOrder(
  nu: number,
  kappa: number,
  into: RaisedOrder,
  least: number = directOrder(kappa),
): void {
  const steps = Math.ceil(least - nu);
  const n = nu + steps;
  const nLow = sumError(nu, steps, n);
  const q = kappa * kappa;
  const qLow = squareError(kappa, q);
  let above = debyeRatio(n, nLow, kappa, low);
  let aboveLow = low[0];
  let here = 1;
  let hereLow = 0;
  for (let j = steps; j > 0; j--) {
    const order = nu + j;
    const factor = 2 * order;
    const factorLow = 2 * sumError(nu, j, order);
    const a = q * above;
    const b = factor * here;
    const sum = a + b;
    const rest =
      sumError(b, a, sum) +
      (productError(q, above, a) + (q * aboveLow + qLow * above)) +
      (productError(factor, here, b) + (factor * hereLow + factorLow * here));
    above = here;
    aboveLow = hereLow;
    here = sum + rest;
    hereLow = sum - here + rest;
  }
  into.n = n;
  into.nLow = nLow;
  into.g0 = here;
  into.g0Low = hereLow;
  into.g1 = above;
  into.g1Low = aboveLow;
}
