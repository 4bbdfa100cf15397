import type { Interval, IntervalArithmetic } from './IntervalArithmetic.ts';

/**
 * Inverse tangent, circular or hyperbolic, of a small positive argument.
 *
 * arctan z = Σ (-1)ʲ z²ʲ⁺¹/(2j+1),  artanh z = Σ z²ʲ⁺¹/(2j+1),  0 ≤ z ≤ 1/2 (DLMF 4.24.3, 4.38.5).
 *
 * The sum ends at the first term below 10^-cutoff. The terms fall at least as fast as powers of z² ≤ 1/4,
 * so the rest from that term on is at most 1/(1 - 1/4) < 2 times it; the enclosure is widened by that.
 *
 * `timesSquare` multiplies a power of z by z²; for z = 1/n a division by the small n² is many
 * times faster than a full multiplication.
 */
export function inverseTangent(
  arithmetic: IntervalArithmetic,
  kind: 'circular' | 'hyperbolic',
  z: Interval,
  timesSquare: (power: Interval) => Interval,
  cutoff: number = arithmetic.precision + 1,
): Interval {
  if (z.upper.gt(0.5)) throw new RangeError(`inverseTangent: z must be at most 0.5, got ${z.upper}`);
  let power = z;
  let sum = z;
  for (let j = 1; ; j++) {
    power = timesSquare(power);
    const term = arithmetic.divide(power, arithmetic.of(2 * j + 1));
    if (term.upper.isZero() || term.upper.e < -cutoff) {
      return arithmetic.widen(sum, arithmetic.add(term, term));
    }
    sum = kind === 'circular' && j % 2 === 1 ? arithmetic.subtract(sum, term) : arithmetic.add(sum, term);
  }
}

/** arctan(1/n) or artanh(1/n) for an integer n from 2 to 9999. */
export function inverseTangentOfReciprocal(
  arithmetic: IntervalArithmetic,
  kind: 'circular' | 'hyperbolic',
  n: number,
): Interval {
  const square = arithmetic.of(n * n);
  const z = arithmetic.divide(arithmetic.of(1), arithmetic.of(n));
  return inverseTangent(arithmetic, kind, z, (power) => arithmetic.divide(power, square));
}
