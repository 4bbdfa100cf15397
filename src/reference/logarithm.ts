import type { Interval, IntervalArithmetic } from './IntervalArithmetic.ts';
import { inverseTangent, inverseTangentOfReciprocal } from './inverseTangent.ts';
import { perArithmetic } from './perArithmetic.ts';
import { pi } from './pi.ts';

/**
 * The natural logarithm of a positive interval.
 *
 * log x = e log 10 + 2ᵏ⁺¹ artanh((y-1)/(y+1)),  x = 10ᵉ m with m ≥ 1,  y = m^(1/2ᵏ).
 *
 * k square roots bring y so close to 1 that few terms of the series are needed. log is increasing
 * and every step is an interval operation, so the result contains log of every point of x. The
 * width is about 2ᵏ units of 10^-precision, absolute, however close x is to 1.
 */
export function logarithm(arithmetic: IntervalArithmetic, x: Interval): Interval {
  const exponent = x.lower.e;
  const roots = 4 + Math.floor(Math.sqrt(arithmetic.precision) / 3);
  const one = arithmetic.of(1);
  let y = arithmetic.shift(x, -exponent);
  for (let k = 0; k < roots; k++) y = arithmetic.squareRoot(y);
  const z = arithmetic.divide(arithmetic.subtract(y, one), arithmetic.add(y, one));
  const square = arithmetic.multiply(z, z);
  const area = inverseTangent(arithmetic, 'hyperbolic', z, (power) => arithmetic.multiply(power, square));
  const logMantissa = arithmetic.multiply(arithmetic.of(2 ** (roots + 1)), area);
  if (exponent === 0) return logMantissa;
  return arithmetic.add(logMantissa, arithmetic.multiply(arithmetic.of(exponent), logarithmOf10(arithmetic)));
}

/**
 * log 10 = 46 artanh(1/31) + 34 artanh(1/49) + 20 artanh(1/161).
 *
 * 2 artanh(1/n) = log((n+1)/(n-1)), and (16/15)²³ (25/24)¹⁷ (81/80)¹⁰ = 10 exactly.
 */
export const logarithmOf10: (arithmetic: IntervalArithmetic) => Interval = perArithmetic((arithmetic) => {
  const multiple = (factor: number, n: number) =>
    arithmetic.multiply(arithmetic.of(factor), inverseTangentOfReciprocal(arithmetic, 'hyperbolic', n));
  return arithmetic.add(arithmetic.add(multiple(46, 31), multiple(34, 49)), multiple(20, 161));
});

/** log 2. */
export const logarithmOf2: (arithmetic: IntervalArithmetic) => Interval = perArithmetic((arithmetic) =>
  logarithm(arithmetic, arithmetic.of(2)),
);

/** log π. */
export const logarithmOfPi: (arithmetic: IntervalArithmetic) => Interval = perArithmetic((arithmetic) =>
  logarithm(arithmetic, pi(arithmetic)),
);
