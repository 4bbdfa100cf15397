/**
 * A mixture as the arrays that computations need.
 *
 *   f(x) = Σ_k α_k C_p(κ_k) exp(κ_k μ_kᵀx) + α_0 C_p(0)
 */
export interface MixtureParameters {
  /** Dimension. */
  readonly p: number;
  /** α_k, one for each component. */
  readonly weights: Float64Array;
  /** μ_k row by row, K x p. */
  readonly directions: Float64Array;
  /** κ_k. */
  readonly kappas: Float64Array;
  /** α_0, the weight of the uniform distribution; undefined where the mixture has none. */
  readonly noise: number | undefined;
}

/** μ_k as a view. */
export const directionAt = ({ directions, p }: MixtureParameters, k: number): Float64Array =>
  directions.subarray(k * p, (k + 1) * p);

/** How many columns responsibilities have: one for each component, and one for noise. */
export const columnsOf = ({ weights, noise }: MixtureParameters): number =>
  weights.length + (noise === undefined ? 0 : 1);
