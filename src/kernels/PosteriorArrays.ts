/** What goes with n rows of K values: n and K numbers each. */
export interface PosteriorArrays {
  /** f_i, one for each row. */
  readonly factors: Float64Array;
  /** c_k, one for each column. */
  readonly offsets: Float64Array;
  /** w_i */
  readonly weights: Float64Array;
  /** v_i */
  readonly values: Float64Array;
  /** Receives log Σ_k e^y_ik. */
  readonly logs: Float64Array;
  /** Receives the largest share of each row. */
  readonly largest: Float64Array;
  /** To these K sums w_i r_ik are added. */
  readonly totals: Float64Array;
}
