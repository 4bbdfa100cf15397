/**
 * A_p(κ) and 1 - A_p(κ) by rows of meanResultantLengthPlan.ts, polynomialPlan.ts and fastPlan.ts.
 *
 *                polynomial                     error beside the rounding of the result
 *   A, full      κ times degree 7 for A/κ       2^-57 relative
 *   A, fast      degree 6 for A                 2^-52 absolute
 *   1 - A        degree 7                       2^-57 relative and that of the scalar form; p >= 2
 */
import type { Interval } from '../kernels/plan.ts';
import type { Accuracy } from './accuracy.ts';
import type { PlannedFunction } from './batchPlanned.ts';
import { complementOfEither, evenRatio, oddLength } from './evenAndOdd.ts';
import { intervalPolynomial } from './intervalPolynomial.ts';
import { scalarComplement, scalarMeanResultantLength } from './scalarMeanResultantLength.ts';

function fillRatio(p: number, interval: Interval, row: Float64Array): void {
  const { hi, lo } = intervalPolynomial((kappa) => evenRatio(p, kappa), interval, 7, row, 3);
  const short = Math.fround(hi);
  row.set([interval.middle, short, hi - short + lo]);
}

function fillFast(p: number, interval: Interval, row: Float64Array): void {
  const { hi } = intervalPolynomial((kappa) => oddLength(p, kappa), interval, 6, row, 2);
  row.set([interval.middle, hi]);
}

function fillComplement(p: number, interval: Interval, row: Float64Array): void {
  const { hi, lo } = intervalPolynomial((kappa) => complementOfEither(p, kappa), interval, 7, row, 3);
  row.set([interval.middle, hi, lo]);
}

export const plannedMeanResultantLength: Readonly<Record<Accuracy, PlannedFunction>> = {
  full: { kernel: 'meanResultantLengthPlan', width: 10, fill: fillRatio, scalar: scalarMeanResultantLength },
  fast: { kernel: 'fastPlan', width: 8, fill: fillFast, scalar: scalarMeanResultantLength },
};

export const plannedComplement: PlannedFunction = {
  kernel: 'polynomialPlan',
  width: 10,
  fill: fillComplement,
  scalar: scalarComplement,
};
