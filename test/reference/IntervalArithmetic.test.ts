import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IntervalArithmetic } from '../../src/reference/IntervalArithmetic.ts';

/** An exact integer times a power of ten: operations on these are exact, so they judge the rounding. */
interface Fixed {
  readonly digits: bigint;
  readonly exponent: number;
}

const toFixed = (x: Decimal): Fixed => {
  const [mantissa, exponent] = x.toExponential().split('e') as [string, string];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
};
const times = (x: Fixed, y: Fixed): Fixed => ({
  digits: x.digits * y.digits,
  exponent: x.exponent + y.exponent,
});
const compare = (x: Fixed, y: Fixed): number => {
  const least = Math.min(x.exponent, y.exponent);
  const difference =
    x.digits * 10n ** BigInt(x.exponent - least) - y.digits * 10n ** BigInt(y.exponent - least);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
const plus = (x: Fixed, y: Fixed): Fixed => {
  const least = Math.min(x.exponent, y.exponent);
  return {
    digits: x.digits * 10n ** BigInt(x.exponent - least) + y.digits * 10n ** BigInt(y.exponent - least),
    exponent: least,
  };
};

const PRECISIONS = [5, 21, 34, 60];
const decimal = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }),
    fc.integer({ min: -90, max: 30 }),
    fc.constantFrom(1n, 10n ** 20n, 10n ** 45n),
  )
  .map(([digits, exponent, coarseness]) => new Decimal(`${(digits / coarseness).toString()}e${exponent}`));
const positive = decimal.map((x) => x.abs()).filter((x) => !x.isZero());
const arithmetics = fc.constantFrom(...PRECISIONS.map((precision) => new IntervalArithmetic(precision)));

describe('intervals hold the exact result and are at most one unit in the last place wide', () => {
  const ulps = (arithmetic: IntervalArithmetic, lower: Decimal, upper: Decimal): number =>
    upper
      .minus(lower)
      .div(`1e${Math.max(lower.e, upper.e) - arithmetic.precision + 1}`)
      .toNumber();
  const fits = (arithmetic: IntervalArithmetic, x: Decimal) => arithmetic.of(x).lower;

  test('rounding of a value', () => {
    fc.assert(
      fc.property(arithmetics, decimal, (arithmetic, x) => {
        const { lower, upper } = arithmetic.of(x);
        expect(lower.lte(x) && upper.gte(x)).toBe(true);
        if (!lower.eq(upper)) expect(ulps(arithmetic, lower, upper)).toBeLessThanOrEqual(1);
        expect(lower.precision()).toBeLessThanOrEqual(arithmetic.precision);
      }),
      { numRuns: 500 },
    );
  });

  test('sum and difference', () => {
    fc.assert(
      fc.property(arithmetics, decimal, decimal, (arithmetic, a, b) => {
        const [x, y] = [arithmetic.of(fits(arithmetic, a)), arithmetic.of(fits(arithmetic, b))];
        const sum = arithmetic.add(x, y);
        const exact = plus(toFixed(x.lower), toFixed(y.lower));
        expect(compare(toFixed(sum.lower), exact)).toBeLessThanOrEqual(0);
        expect(compare(toFixed(sum.upper), exact)).toBeGreaterThanOrEqual(0);
        expect(ulps(arithmetic, sum.lower, sum.upper)).toBeLessThanOrEqual(1);
        const difference = arithmetic.subtract(sum, y);
        expect(difference.lower.lte(x.lower) && difference.upper.gte(x.upper)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('product', () => {
    fc.assert(
      fc.property(arithmetics, decimal, decimal, (arithmetic, a, b) => {
        const [x, y] = [arithmetic.of(fits(arithmetic, a)), arithmetic.of(fits(arithmetic, b))];
        const { lower, upper } = arithmetic.multiply(x, y);
        const exact = times(toFixed(x.lower), toFixed(y.lower));
        expect(compare(toFixed(lower), exact)).toBeLessThanOrEqual(0);
        expect(compare(toFixed(upper), exact)).toBeGreaterThanOrEqual(0);
        expect(ulps(arithmetic, lower, upper)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  test('quotient', () => {
    fc.assert(
      fc.property(arithmetics, decimal, decimal, (arithmetic, a, b) => {
        fc.pre(!b.isZero());
        const [x, y] = [arithmetic.of(fits(arithmetic, a)), arithmetic.of(fits(arithmetic, b))];
        const { lower, upper } = arithmetic.divide(x, y);
        const sign = y.lower.isNegative() ? -1 : 1;
        const [fx, fy] = [toFixed(x.lower), toFixed(y.lower)];
        expect(sign * compare(times(toFixed(lower), fy), fx)).toBeLessThanOrEqual(0);
        expect(sign * compare(times(toFixed(upper), fy), fx)).toBeGreaterThanOrEqual(0);
        expect(ulps(arithmetic, lower, upper)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  test('square root', () => {
    fc.assert(
      fc.property(arithmetics, positive, fc.boolean(), (arithmetic, a, square) => {
        const root = fits(arithmetic, a);
        const x = square
          ? arithmetic.of(new Decimal(toFixed(root).digits.toString()).abs())
          : arithmetic.of(root);
        const { lower, upper } = arithmetic.squareRoot(x);
        expect(compare(times(toFixed(lower), toFixed(lower)), toFixed(x.lower))).toBeLessThanOrEqual(0);
        expect(compare(times(toFixed(upper), toFixed(upper)), toFixed(x.upper))).toBeGreaterThanOrEqual(0);
        expect(ulps(arithmetic, lower, upper)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });
});

test('operations on wide intervals of every sign hold the results at points inside', () => {
  const inside = fc.tuple(decimal, positive, fc.double({ min: 0, max: 1, noNaN: true }));
  const Wide = Decimal.clone({ defaults: true, precision: 400 });
  fc.assert(
    fc.property(arithmetics, inside, inside, (arithmetic, [a, aWidth, s], [b, bWidth, t]) => {
      const interval = (low: Decimal, width: Decimal) => ({
        lower: arithmetic.of(low).lower,
        upper: arithmetic.of(Wide.add(low, width)).upper,
      });
      const [x, y] = [interval(a, aWidth), interval(b, bWidth)];
      const u = Wide.mul(aWidth, s).plus(a);
      const v = Wide.mul(bWidth, t).plus(b);
      const holds = (result: { lower: Decimal; upper: Decimal }, value: Decimal) =>
        result.lower.lte(value) && result.upper.gte(value);
      expect(holds(arithmetic.add(x, y), u.plus(v))).toBe(true);
      expect(holds(arithmetic.subtract(x, y), u.minus(v))).toBe(true);
      expect(holds(arithmetic.multiply(x, y), u.times(v))).toBe(true);
      if (y.lower.gt(0) || y.upper.lt(0)) {
        const quotient = arithmetic.divide(x, y);
        const scaled = [v.times(quotient.lower), v.times(quotient.upper)] as const;
        expect(Wide.min(...scaled).lte(u) && Wide.max(...scaled).gte(u)).toBe(true);
      } else {
        expect(() => arithmetic.divide(x, y)).toThrow('the divisor must not contain 0');
      }
    }),
    { numRuns: 1000 },
  );
});
