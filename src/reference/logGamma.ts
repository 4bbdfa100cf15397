import type { Interval, IntervalArithmetic } from './IntervalArithmetic.ts';
import { logarithm, logarithmOf2, logarithmOfPi } from './logarithm.ts';
import { perArithmetic } from './perArithmetic.ts';
import { tangentNumber } from './tangentNumber.ts';

/**
 * The logarithm of the gamma function of a positive interval.
 *
 * log Γ(x) = log Γ(x+n) - log x(x+1)...(x+n-1), and with y = x+n (DLMF 5.11.1)
 * log Γ(y) = (y - 1/2) log y - y + (log 2π)/2 + Σ_{k≥1} B₂ₖ/(2k(2k-1) y²ᵏ⁻¹).
 *
 * For y > 0 the rest from any term of the sum on has the sign of that term and is at most as large
 * (DLMF 5.11(ii)); the enclosure is widened by the first term left out. n is such that y > 0.6 times
 * the number of digits: the smallest term is about e^(-2πy), which is then below 10^(-1.6 digits), so a
 * term below 10^-digits always comes. Integers and half-integers take the same road as all others.
 */
export function logGamma(
  arithmetic: IntervalArithmetic,
  x: Interval,
  cutoff: number = arithmetic.precision,
): Interval {
  const steps = Math.max(0, Math.ceil(0.6 * arithmetic.precision + 2 - x.lower.toNumber()));
  if (steps === 0) return stirling(arithmetic, x, cutoff);
  let product = x;
  for (let i = 1; i < steps; i++) {
    product = arithmetic.multiply(product, arithmetic.add(x, arithmetic.of(i)));
  }
  const shifted = arithmetic.add(x, arithmetic.of(steps));
  return arithmetic.subtract(stirling(arithmetic, shifted, cutoff), logarithm(arithmetic, product));
}

function stirling(arithmetic: IntervalArithmetic, y: Interval, cutoff: number): Interval {
  const half = arithmetic.of(0.5);
  const logTwoPi = arithmetic.add(logarithmOf2(arithmetic), logarithmOfPi(arithmetic));
  const main = arithmetic.multiply(arithmetic.subtract(y, half), logarithm(arithmetic, y));
  const leading = arithmetic.add(arithmetic.subtract(main, y), arithmetic.multiply(half, logTwoPi));
  return arithmetic.add(leading, stirlingSum(arithmetic, y, cutoff));
}

/** Σ_{k≥1} B₂ₖ/(2k(2k-1) y²ᵏ⁻¹), ended by the first term below 10^-cutoff. */
function stirlingSum(arithmetic: IntervalArithmetic, y: Interval, cutoff: number): Interval {
  let power = arithmetic.divide(arithmetic.of(1), y);
  const square = arithmetic.multiply(power, power);
  let sum = arithmetic.of(0);
  for (let k = 1; ; k++) {
    const term = arithmetic.multiply(stirlingMagnitude(arithmetic, k), power);
    if (term.upper.e < -cutoff) return arithmetic.widen(sum, term);
    sum = k % 2 === 1 ? arithmetic.add(sum, term) : arithmetic.subtract(sum, term);
    power = arithmetic.multiply(power, square);
  }
}

const knownMagnitudes = perArithmetic((): Interval[] => []);

/** |B₂ₖ|/(2k(2k-1)) = Tₖ/((2k-1) 4ᵏ (4ᵏ-1)), Tₖ the tangent number. The sign is (-1)ᵏ⁻¹. */
function stirlingMagnitude(arithmetic: IntervalArithmetic, k: number): Interval {
  const known = knownMagnitudes(arithmetic);
  let magnitude = known[k];
  if (magnitude === undefined) {
    const fourth = 4n ** BigInt(k);
    const denominator = BigInt(2 * k - 1) * fourth * (fourth - 1n);
    magnitude = arithmetic.divide(arithmetic.of(tangentNumber(k)), arithmetic.of(denominator));
    known[k] = magnitude;
  }
  return magnitude;
}
