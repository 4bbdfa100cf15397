import type { ConcentrationMethod } from '../special/concentration.ts';

/** What an M step is told. */
export interface MaximizationSettings {
  /** One κ for each component, one for all, or these. */
  readonly concentration: 'free' | 'common' | Float64Array;
  readonly estimator: ConcentrationMethod;
  /** From the data, or these, which add up to 1 over the components. */
  readonly weights: 'estimated' | Float64Array;
  /** The weight of noise where it is given; 'estimated' also where there is none. */
  readonly noise: 'estimated' | number;
  /** ν */
  readonly prior: number;
  /** β of the penalty β Σ|μ_k|₁. */
  readonly sparsity: number;
  readonly maxKappa: number;
}
