import type { TailProbability } from './TailProbability.ts';

/** One part of the test of fit, chi-squared under the hypothesis. */
export interface FitComponent extends TailProbability {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
}
