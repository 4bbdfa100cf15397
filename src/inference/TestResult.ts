/** What every directional test returns. */
export interface TestResult {
  /** How the p-value was obtained. */
  readonly method: string;
  /** Large values speak against the hypothesis. */
  readonly statistic: number;
  /** The law of the statistic under the hypothesis. */
  readonly law: 'chi-squared' | 'F' | 'conditional' | 'permutation' | 'parametric bootstrap';
  /** Of the chi-squared law, or of numerator and denominator of the F law; empty for other laws. */
  readonly degreesOfFreedom: readonly number[];
  /** Probability under the hypothesis of a statistic at least this large. */
  readonly pValue: number;
  /** Its natural logarithm, which does not underflow. */
  readonly logPValue: number;
  /** Dimension of the space the directions live in. */
  readonly p: number;
  /** Number of directions. */
  readonly n: number;
}

/** How the rows of a test are given. */
export interface TestRowOptions {
  /** Columns of flat data; of other data only to be checked. */
  dimension?: number;
  /**
   * Take rows of any length but 0 and divide each by its own; otherwise their lengths must be 1 within 1e-4.
   * @default false
   */
  normalize?: boolean;
}
