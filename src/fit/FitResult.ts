import type { Measure } from '../density/Measure.ts';
import type { VonMisesFisher } from '../VonMisesFisher.ts';
import type { BiasCorrection } from './FitOptions.ts';

/** What fit found. */
export interface FitResult {
  readonly distribution: VonMisesFisher;
  /** Dimension. */
  readonly p: number;
  /** Number of rows. */
  readonly n: number;
  /** W = Σ wᵢ, the n of every formula; the number of rows where there are no weights. */
  readonly weight: number;
  /** Mean resultant length R̄ of the rows. */
  readonly rBar: number;
  /** 1 - R̄, with its own relative accuracy. */
  readonly oneMinusRBar: number;
  /** False where the rows cancel to within rounding: then κ is 0 and the mean direction without meaning. */
  readonly meanDirectionDefined: boolean;
  /** Σ wᵢ log f(xᵢ) under `distribution`, in nats. */
  readonly logLikelihood: number;
  /** Free parameters: p - 1 of μ and 1 of κ. */
  readonly degreesOfFreedom: number;
  /** 2p - 2 log-likelihood. */
  readonly aic: number;
  /** p log W - 2 log-likelihood. */
  readonly bic: number;
  /**
   * 1/√information at the κ found, W A_p'(κ) without bias correction and W A_p'(κ) - R² A_p'(κR) with it. Good
   * for many rows and κ well above 0; NaN where the corrected κ is 0. The interval makes no use of it.
   */
  readonly kappaStandardError: number;
  /** Central confidence interval for κ, from the likelihood of R with a small-sample correction. */
  readonly kappaInterval: readonly [lower: number, upper: number];
  /** Half-angle in radians of a confidence cone for μ around the mean direction; π where the rows tell none. */
  readonly meanDirectionCone: number;
  readonly confidence: number;
  readonly biasCorrection: BiasCorrection;
  readonly measure: Measure;
}
