/** The two tails of a distribution at a point, and their logarithms, which do not underflow. */
export interface Tails {
  /** Probability of less. */
  readonly lower: number;
  /** Probability of more. */
  readonly upper: number;
  readonly logLower: number;
  readonly logUpper: number;
}

export const NO_TAILS: Tails = {
  lower: Number.NaN,
  upper: Number.NaN,
  logLower: Number.NaN,
  logUpper: Number.NaN,
};

/** Nothing below, all above; turned round for the other end. */
export const ALL_UPPER: Tails = { lower: 0, upper: 1, logLower: Number.NEGATIVE_INFINITY, logUpper: 0 };

export const turned = ({ lower, upper, logLower, logUpper }: Tails): Tails => ({
  lower: upper,
  upper: lower,
  logLower: logUpper,
  logUpper: logLower,
});

/** Both tails from the lower one, given as e^(exponent + exponentLow) · factor, which must not be near 1. */
export function fromLower(exponent: number, exponentLow: number, factor: number): Tails {
  const lower = Math.exp(exponent) * (1 + exponentLow) * factor;
  return {
    lower,
    upper: 1 - lower,
    logLower: exponent + (exponentLow + Math.log(factor)),
    logUpper: Math.log1p(-lower),
  };
}
