import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IntervalArithmetic } from '../../src/reference/IntervalArithmetic.ts';
import { inverseTangent } from '../../src/reference/inverseTangent.ts';
import { logarithm, logarithmOf10 } from '../../src/reference/logarithm.ts';
import { logGamma } from '../../src/reference/logGamma.ts';
import { pi } from '../../src/reference/pi.ts';
import { tangentNumber } from '../../src/reference/tangentNumber.ts';
import { expectOverlap } from './expectEnclosure.ts';

const width = (x: { lower: Decimal; upper: Decimal }) => x.upper.minus(x.lower).toNumber();

describe('pi', () => {
  test('agrees with the 1025 digits that decimal.js carries', () => {
    const stored = Decimal.clone({ defaults: true, precision: 1000 }).acos(-1);
    const { lower, upper } = pi(new IntervalArithmetic(1040));
    expect(lower.lt(upper)).toBe(true);
    expect(lower.toSignificantDigits(1000, Decimal.ROUND_HALF_UP).eq(stored)).toBe(true);
    expect(upper.toSignificantDigits(1000, Decimal.ROUND_HALF_UP).eq(stored)).toBe(true);
  });

  test('narrows with the precision', () => {
    for (const precision of [16, 60, 300]) {
      const enclosure = pi(new IntervalArithmetic(precision));
      expect(width(enclosure)).toBeLessThan(10 ** (4 - precision));
      expectOverlap(enclosure, pi(new IntervalArithmetic(precision + 100)), `pi at ${precision}`);
    }
  });
});

describe('inverse tangents', () => {
  test.each(['circular', 'hyperbolic'] as const)('%s: the rest left out is within the bound', (kind) => {
    const arithmetic = new IntervalArithmetic(60);
    const Wide = Decimal.clone({ defaults: true, precision: 80 });
    for (let cutoff = 1; cutoff <= 12; cutoff++) {
      for (const value of [0.5, 0.25, 0.2, 0.03125]) {
        const square = arithmetic.of(value * value);
        const z = arithmetic.of(value);
        const times = (power: typeof z) => arithmetic.multiply(power, square);
        const { lower, upper } = inverseTangent(arithmetic, kind, z, times, cutoff);
        const exact = kind === 'circular' ? Wide.atan(value) : Wide.atanh(value);
        expect(lower.lt(exact) && upper.gt(exact), `${value}, cut at 10^-${cutoff}`).toBe(true);
        expect(width({ lower, upper })).toBeLessThan(4 * 10 ** -cutoff);
      }
    }
  });

  test('the argument is at most 1/2', () => {
    const arithmetic = new IntervalArithmetic(20);
    const call = () => inverseTangent(arithmetic, 'circular', arithmetic.of(0.75), (power) => power);
    expect(call).toThrow(new RangeError('inverseTangent: z must be at most 0.5, got 0.75'));
  });
});

describe('logarithm', () => {
  test('the identity behind log 10 holds exactly', () => {
    const top = 16n ** 23n * 25n ** 17n * 81n ** 10n;
    const bottom = 15n ** 23n * 24n ** 17n * 80n ** 10n;
    expect(top).toBe(10n * bottom);
  });

  test('log 10 agrees with the digits that decimal.js carries', () => {
    const stored = Decimal.clone({ defaults: true, precision: 900 }).ln(10);
    const { lower, upper } = logarithmOf10(new IntervalArithmetic(950));
    expect(lower.toSignificantDigits(900, Decimal.ROUND_HALF_UP).eq(stored)).toBe(true);
    expect(upper.toSignificantDigits(900, Decimal.ROUND_HALF_UP).eq(stored)).toBe(true);
  });

  test('holds the logarithm of decimal.js taken with more digits', () => {
    const Wide = Decimal.clone({ defaults: true, precision: 90 });
    fc.assert(
      fc.property(
        fc.constantFrom(20, 34, 60),
        fc.bigInt({ min: 1n, max: 10n ** 20n }),
        fc.integer({ min: -400, max: 400 }),
        (precision, digits, exponent) => {
          const x = new Decimal(`${digits}e${exponent}`);
          const arithmetic = new IntervalArithmetic(precision);
          const enclosure = logarithm(arithmetic, arithmetic.of(x));
          const more = Wide.ln(x);
          expect(enclosure.lower.lte(more) && enclosure.upper.gte(more), `log ${x}`).toBe(true);
          expect(width(enclosure)).toBeLessThan(10 ** (6 - precision));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('the logarithm of 1 is near 0, and log(x y) = log x + log y', () => {
    const arithmetic = new IntervalArithmetic(100);
    const zero = logarithm(arithmetic, arithmetic.of(1));
    expect(zero.lower.lte(0) && zero.upper.gte(0)).toBe(true);
    expect(width(zero)).toBeLessThan(1e-95);
    const [a, b] = [arithmetic.of(17), arithmetic.of(0.0625)];
    expectOverlap(
      logarithm(arithmetic, arithmetic.multiply(a, b)),
      arithmetic.add(logarithm(arithmetic, a), logarithm(arithmetic, b)),
      'log(17/16)',
    );
  });
});

test('tangent numbers are the Taylor coefficients of tan: T(k) by the recurrence of tan x cos x = sin x', () => {
  const factorial = (n: number): bigint => (n < 2 ? 1n : BigInt(n) * factorial(n - 1));
  const binomial = (n: number, k: number): bigint => factorial(n) / (factorial(k) * factorial(n - k));
  for (let n = 1; n <= 80; n++) {
    let sum = 0n;
    for (let k = 1; k <= n; k++) {
      sum += (-1n) ** BigInt(n - k) * binomial(2 * n - 1, 2 * k - 1) * tangentNumber(k);
    }
    expect(sum).toBe((-1n) ** BigInt(n - 1));
  }
});

describe('log Γ', () => {
  test('equals the logarithm of the factorial at integers', () => {
    for (const precision of [20, 60, 240]) {
      const arithmetic = new IntervalArithmetic(precision);
      let factorial = 1n;
      for (let n = 1; n <= 260; n++) {
        if (n > 1) factorial *= BigInt(n - 1);
        if (n > 30 && n % 23 !== 0) continue;
        const gamma = logGamma(arithmetic, arithmetic.of(n));
        expectOverlap(gamma, logarithm(arithmetic, arithmetic.of(factorial)), `log Γ(${n}) at ${precision}`);
        expect(width(gamma)).toBeLessThan(10 ** (9 - precision));
      }
    }
  });

  test("the rest of Stirling's series is within the bound", () => {
    for (let cutoff = 3; cutoff <= 20; cutoff++) {
      const [arithmetic, finer] = [new IntervalArithmetic(40), new IntervalArithmetic(80)];
      for (const x of [0.5, 3, 17.25, 90, 1e5]) {
        const cut = logGamma(arithmetic, arithmetic.of(x), cutoff);
        const full = logGamma(finer, finer.of(x));
        const inside = cut.lower.lt(full.lower) && cut.upper.gt(full.upper);
        expect(inside, `log Γ(${x}) cut at 10^-${cutoff}`).toBe(true);
        expect(width(cut)).toBeLessThan(2 * 10 ** -cutoff + 1e-30);
      }
    }
  });

  test('meets Γ(1/2) = √π and the duplication formula (DLMF 5.5.5)', () => {
    const arithmetic = new IntervalArithmetic(120);
    const half = arithmetic.of(0.5);
    const logPi = logarithm(arithmetic, pi(arithmetic));
    expectOverlap(logGamma(arithmetic, half), arithmetic.multiply(half, logPi), 'log Γ(1/2)');
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (value) => {
        const x = arithmetic.of(value);
        const twice = arithmetic.multiply(x, arithmetic.of(2));
        const left = logGamma(arithmetic, twice);
        const product = arithmetic.add(
          logGamma(arithmetic, x),
          logGamma(arithmetic, arithmetic.add(x, half)),
        );
        const power = arithmetic.multiply(
          arithmetic.subtract(twice, arithmetic.of(1)),
          logarithm(arithmetic, arithmetic.of(2)),
        );
        const right = arithmetic.subtract(arithmetic.add(power, product), arithmetic.multiply(half, logPi));
        expectOverlap(left, right, `log Γ(2 * ${value})`);
        expect(width(left)).toBeLessThan(1e-100);
      }),
      { numRuns: 40 },
    );
  });
});

test('an enclosure at few digits holds the one at many: bounds of tails and roundings are no smaller than the errors', () => {
  const functions = { pi, logarithmOf10, logarithm, logGamma };
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: 40 }),
      fc.double({ min: 0.01, max: 1e4, noNaN: true }),
      (precision, x) => {
        const [few, many] = [new IntervalArithmetic(precision), new IntervalArithmetic(precision + 50)];
        // Rounded to few digits first, so that both see the same point.
        const point = new Decimal(few.of(x).lower);
        for (const [name, f] of Object.entries(functions)) {
          const [coarse, fine] = [f(few, few.of(point)), f(many, many.of(point))];
          const inside = coarse.lower.lte(fine.lower) && coarse.upper.gte(fine.upper);
          expect(inside, `${name} at ${point}, ${precision} digits`).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});
