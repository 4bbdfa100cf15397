/**
 * log C_p(κ) by rows of logNormalizerPlan.ts and fastPlan.ts.
 *
 *   log C_p(middle + f) = log C_p(middle) - ∫₀^f A_p,   A_p = A_p(middle) + a_1 f + a_2 f² + ...
 *
 *   accuracy   polynomial   error beside the rounding of the result, r = √((p/2-1)² + κ²)
 *   full       degree 8     2^-65 r: hi + lo where it counts; results below p 2^-12 go to the scalar function
 *   fast       degree 6     2^-57 r
 */
import type { Interval } from '../kernels/plan.ts';
import type { Accuracy } from './accuracy.ts';
import type { PlannedFunction } from './batchPlanned.ts';
import { oddLength } from './evenAndOdd.ts';
import { intervalPolynomial } from './intervalPolynomial.ts';
import { logNormalizerPair, scalarLogNormalizer } from './scalarLogNormalizer.ts';

const low = /* @__PURE__ */ new Float64Array(1);

/** A_p around the middle to degree n, integrated: -a_1/2, ..., -a_n/(n+1) from `at` on; returns A_p(middle). */
function integrated(p: number, interval: Interval, degree: number, row: Float64Array, at: number) {
  const length = intervalPolynomial((kappa) => oddLength(p, kappa), interval, degree, row, at);
  for (let n = 1; n <= degree; n++) row[at + n - 1] /= -(n + 1);
  return length;
}

function fillFull(p: number, interval: Interval, row: Float64Array): void {
  const { middle, halfWidth } = interval;
  const length = integrated(p, interval, 7, row, 5);
  const slope = -Math.round(length.hi * 2 ** 20) / 2 ** 20;
  const value = logNormalizerPair(p, Math.abs(middle), low);
  const grid = halfWidth * 2 ** -40;
  const onGrid = Math.round(value / grid) * grid;
  row.set([middle, onGrid, value - onGrid + low[0], slope, -(length.hi + slope) - length.lo]);
}

function fillFast(p: number, interval: Interval, row: Float64Array): void {
  const length = integrated(p, interval, 5, row, 3);
  row.set([interval.middle, logNormalizerPair(p, Math.abs(interval.middle), low), -length.hi]);
}

export const plannedLogNormalizer: Readonly<Record<Accuracy, PlannedFunction>> = {
  full: {
    kernel: 'logNormalizerPlan',
    width: 12,
    fill: fillFull,
    scalar: scalarLogNormalizer,
    // What is rounded before the last addition is of the order of 2^-14 r: beside this it does not count.
    least: (p) => p * 2 ** -12,
  },
  fast: { kernel: 'fastPlan', width: 8, fill: fillFast, scalar: scalarLogNormalizer },
};
