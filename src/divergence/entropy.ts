import { crossEntropy } from './crossEntropy.ts';

/**
 * The differential entropy of the von Mises-Fisher distribution.
 *
 *   H = -E log f = κ (1 - A_p(κ)) - log(C_p(κ) e^κ)
 *
 * In nats, with respect to surface measure. At κ = 0 it is the log of the sphere's area, its largest value; as
 * κ → ∞ it falls like ((p-1)/2) log(2πe/κ), without bound. Domain: real 2 <= p <= 1e15, 0 <= κ <= 1.797e308;
 * NaN outside.
 *
 * @param p dimension of the space the directions live in
 * @param kappa concentration
 * @returns at most 1.2e-16 max(1, |H|) off (validation/RESULTS.md)
 * @see Mardia & Jupp, Directional Statistics (2000), section 9.3
 * @example
 * entropy(3, 10);      // 0.535291...
 * entropy(4096, 1e15); // -64907.5...
 */
export const entropy = (p: number, kappa: number): number => crossEntropy(p, kappa, kappa, 0);
