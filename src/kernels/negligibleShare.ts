/** Numbers that the products of EM are computed in. */
export type Precision = 'double' | 'single';

/**
 * How far below the largest log-density of a row, in nats, another counts as nothing: 64 ln 2 for doubles, where a share
 * is below 2^-64, and 32 ln 2 for floats.
 *
 * Sums over n rows then miss less than n 2^-64 in W_k and in the length of a resultant, far less than what rounding
 * does to sums with unit roundoff 2^-53 (n 2^-32 beside 2^-24). In soft EM it is a partial E step (Neal & Hinton 1998):
 * a responsibility of 0 in place of r < 2^-64 lowers the free energy, and so the likelihood that follows, by no more
 * than r (1 - log r) < 46 · 2^-64.
 */
export const NEGLIGIBLE: Readonly<Record<Precision, number>> = {
  double: -44.3614195558365,
  single: -22.18070977791825,
};
