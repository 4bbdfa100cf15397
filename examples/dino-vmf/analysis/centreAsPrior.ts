import { correlation, ranks } from './correlation.ts';

/** The centre read as the logarithm of mixture weights (A.4 of the paper), beside what the images say. */
export interface CentreAsPrior {
  /** π_k = exp(c_k)/Σ exp(c_j), c in the unit of the logits. */
  readonly prior: Float64Array;
  /** Pearson's correlation of log π and log mean responsibility, over prototypes of which neither is 0. */
  readonly logCorrelation: number;
  /** Spearman's correlations of π with the mean responsibility and with the share of images won. */
  readonly rankCorrelation: number;
  readonly rankCorrelationWithWins: number;
  /** Half of Σ |π_k - mean responsibility|: 0 for the same weights, 1 for weights that share no prototype. */
  readonly totalVariation: number;
}

/**
 * @param centre c, one for each prototype
 * @param unit what c is divided by to have the unit of the logits: τ_t for the centre of raw scores, else 1
 * @param responsibility mean softmax of the teacher's logits, without centre
 * @param wins how many images each prototype wins
 */
export function centreAsPrior(
  centre: ArrayLike<number>,
  unit: number,
  responsibility: Float64Array,
  wins: ArrayLike<number>,
): CentreAsPrior {
  const logits = Float64Array.from(centre, (c) => c / unit);
  const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const exponentials = logits.map((c) => Math.exp(c - largest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  const prior = exponentials.map((e) => e / sum);
  const both = Array.from(prior.keys()).filter(
    (k) => (prior[k] as number) > 0 && (responsibility[k] as number) > 0,
  );
  return {
    prior,
    logCorrelation: correlation(
      both.map((k) => Math.log(prior[k] as number)),
      both.map((k) => Math.log(responsibility[k] as number)),
    ),
    rankCorrelation: correlation(ranks(prior), ranks(responsibility)),
    rankCorrelationWithWins: correlation(ranks(prior), ranks(wins)),
    totalVariation: prior.reduce((a, x, k) => a + Math.abs(x - (responsibility[k] as number)), 0) / 2,
  };
}
