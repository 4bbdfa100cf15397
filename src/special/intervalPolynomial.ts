/**
 * Coefficients c_1, ..., c_n, n <= 7, of f(middle + d) - f(middle) in powers of d, |d| <= halfWidth, for the
 * functions that plan.ts cuts into intervals.
 *
 * Interpolation at the nine Chebyshev points of the interval, cut after T_n: with singularities 91
 * half-widths away, as those of plan.ts are at least, T_8 weighs less than 2^-57 of the function.
 */
import type { Interval } from '../kernels/plan.ts';
import type { DoubleDouble } from './doubleDouble.ts';

/** cos(π/18), cos(3π/18), cos(5π/18), cos(7π/18): the points right of the middle. */
const POINTS = [0.984807753012208, 0.8660254037844387, 0.6427876096865394, 0.3420201433256687];

/** Writes the coefficients to the `degree` places of `into` from `at` on, and returns f(middle). */
export function intervalPolynomial(
  f: (x: number) => DoubleDouble,
  { middle, halfWidth }: Interval,
  degree: number,
  into: Float64Array,
  at: number,
): DoubleDouble {
  const centre = f(middle);
  /** f(middle + d) - f(middle), where middle + d is not rounded. */
  const difference = (d: number): number => {
    const x = middle + d;
    const { hi, lo } = f(x);
    return (hi - centre.hi + (lo - centre.lo)) * (d / (x - middle));
  };
  const chebyshev = new Float64Array(8);
  for (const x of POINTS) {
    const right = difference(halfWidth * x);
    const left = difference(-halfWidth * x);
    let [previous, current] = [1, x];
    for (let m = 1; m <= degree; m++) {
      chebyshev[m] += (2 / 9) * current * (m % 2 === 1 ? right - left : right + left);
      [previous, current] = [current, 2 * x * current - previous];
    }
  }
  const [, t1, t2, t3, t4, t5, t6, t7] = chebyshev;
  const powers = [
    t1 - 3 * t3 + 5 * t5 - 7 * t7,
    2 * t2 - 8 * t4 + 18 * t6,
    4 * t3 - 20 * t5 + 56 * t7,
    8 * t4 - 48 * t6,
    16 * t5 - 112 * t7,
    32 * t6,
    64 * t7,
  ];
  let scale = 1 / halfWidth;
  for (let n = 0; n < degree; n++) {
    into[at + n] = powers[n] * scale;
    scale /= halfWidth;
  }
  return centre;
}
