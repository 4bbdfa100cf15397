/**
 * What one pass over the rows leaves for the next parameters: with responsibilities r_ik under the present ones,
 *
 *   W_k = Σ_i w_i r_ik,   S_k = Σ_i w_i r_ik x_i/|x_i|,   V_k = Σ_i w_i r_ik (1 - μ_kᵀx_i/|x_i|)
 *
 * All of it adds up over parts of the data.
 */
export interface MixtureStatistics {
  /** W_k, noise last if there is some. */
  readonly weights: Float64Array;
  /** S_k row by row, as many rows as there are weights. */
  readonly sums: Float64Array;
  /** V_k about the present μ_k, of the components with large κ; NaN for the others, where W_k - |S_k| serves. */
  readonly spreads: Float64Array;
  /** Σ_i w_i log f(x_i) under the present parameters; of labelled rows, log α_k f_k(x_i). */
  readonly logLikelihood: number;
  /** Σ_i w_i max_k log α_k f_k(x_i), the log-likelihood of the best classification. */
  readonly classification: number;
  /** Σ_i w_i */
  readonly total: number;
}

/** The statistics of two parts of the data together. */
export function mergeStatistics(a: MixtureStatistics, b: MixtureStatistics): MixtureStatistics {
  const plus = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, i) => value + y[i]);
  return {
    weights: plus(a.weights, b.weights),
    sums: plus(a.sums, b.sums),
    spreads: plus(a.spreads, b.spreads),
    logLikelihood: a.logLikelihood + b.logLikelihood,
    classification: a.classification + b.classification,
    total: a.total + b.total,
  };
}
