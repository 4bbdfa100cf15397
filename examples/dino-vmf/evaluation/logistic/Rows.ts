/** Rows of features in double precision with their labels: `values` is [count, dimension]. */
export interface Rows {
  readonly values: Float64Array;
  readonly dimension: number;
  readonly labels: Int32Array;
}
