import { chebyshevSeries, type Polynomial, shortestPolynomial } from '../chebyshev.ts';

/** Mills' ratio of the normal distribution, M(t) = Φ(-t)/φ(t), t >= 0, in double precision. */
function ratio(t: number): number {
  if (t < 2) {
    // Φ(t) - ½ = φ(t) (t + t³/3 + t⁵/15 + ...)
    let term = t;
    let sum = t;
    for (let n = 3; term > 1e-18 * sum; n += 2) {
      term *= (t * t) / n;
      sum += term;
    }
    return Math.sqrt(Math.PI / 2) * Math.exp((t * t) / 2) - sum;
  }
  // 1/(t + 1/(t + 2/(t + 3/(t + ...))))
  let fraction = t;
  for (let k = 300; k > 0; k--) fraction = t + k / fraction;
  return 1 / fraction;
}

let fitted: Polynomial | undefined;

/**
 * M as a polynomial in u = 1/(1 + t/2) ∈ (0, 1], for float32, to 1e-8 absolute; M ~ u/2 as t → ∞. With it
 * Φ(-t) = φ(t) M(t) has no cancellation in the tail, where 1 + erf(x/√2) has.
 *
 * Source: DLMF 7.6.2 for t < 2 and 7.9.3 beyond.
 */
export function millsRatio(): Polynomial {
  fitted ??= shortestPolynomial(
    chebyshevSeries((u) => ratio(Math.max((2 * (1 - u)) / u, 0)), 0, 1),
    2e-8,
  );
  return fitted;
}
