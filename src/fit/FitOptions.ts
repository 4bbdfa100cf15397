import { type Measure, measureFrom } from '../density/Measure.ts';
import type { RowOptions } from '../resultant/resultantOf.ts';
import { type ConcentrationMethod, concentrationMethods } from '../special/concentration.ts';
import { requireNumber, requireOneOf } from '../validate.ts';

/** 'none': maximum likelihood. 'marginal': Schou's estimate, see marginalConcentration. */
export type BiasCorrection = 'none' | 'marginal';

/** How to estimate, apart from the data. */
export interface EstimateOptions {
  /** @default 'none' */
  biasCorrection?: BiasCorrection;
  /** How κ follows from R̄ without bias correction: exactly, or by a published estimator. @default 'exact' */
  method?: ConcentrationMethod;
  /** Of the interval for κ and of the cone for μ, in (0, 1). @default 0.95 */
  confidence?: number;
  /**
   * What densities are relative to in the log-likelihood: surface measure, or the uniform distribution as in R's
   * movMF, which adds W log(area of the sphere).
   * @default 'surface'
   */
  measure?: Measure;
}

export interface FitOptions extends RowOptions, EstimateOptions {
  /** Columns of flat data; of other data only to be checked. */
  dimension?: number;
}

/** The options with their defaults, checked. */
export function settingsOf(options: EstimateOptions): Required<EstimateOptions> {
  const { biasCorrection = 'none', method = 'exact', confidence = 0.95 } = options;
  requireOneOf('fit', 'biasCorrection', biasCorrection, ['none', 'marginal']);
  requireOneOf('fit', 'method', method, concentrationMethods);
  requireNumber('fit', 'confidence', confidence);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`fit: confidence must lie between 0 and 1, got ${confidence}`);
  }
  if (biasCorrection !== 'none' && method !== 'exact') {
    throw new RangeError(
      `fit: method must be exact where biasCorrection is ${biasCorrection}, got ${method}`,
    );
  }
  return { biasCorrection, method, confidence, measure: measureFrom('fit', options) };
}
