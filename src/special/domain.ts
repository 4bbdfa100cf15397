/** The domain shared by the functions of (p, κ): real 1 <= p <= 1e15 and 0 <= κ <= 1.797e308. */
export const isInDomain = (p: number, kappa: number): boolean =>
  p >= 1 && p <= 1e15 && kappa >= 0 && kappa <= Number.MAX_VALUE;

/**
 * Above this κ every term but the leading one is below 2^-400 of the result, for any p in the domain:
 * log C_p = -κ, A_p = 1, 1 - A_p = (p-1)/2κ. Squares stay in range below it.
 */
export const HUGE_KAPPA = 1e150;
