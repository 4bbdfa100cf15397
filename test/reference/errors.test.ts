import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import {
  logBesselI,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
} from 'von-mises-fisher/reference';
import { expectPromisedWidth } from './expectEnclosure.ts';

/** Calls with arguments of the wrong kind, as JavaScript can make them. */
const untyped = (f: unknown) => f as (...args: unknown[]) => unknown;

describe('arguments out of range', () => {
  test.each<[() => unknown, string]>([
    [() => logNormalizer(0.5, 1), 'logNormalizer: p must be at least 1, got 0.5'],
    [
      () => logNormalizer('0.9999999999999999999999', 1),
      'logNormalizer: p must be at least 1, got 0.9999999999999999999999',
    ],
    [() => logNormalizer(-3, 1), 'logNormalizer: p must be at least 1, got -3'],
    [() => logNormalizer(Number.NaN, 1), 'logNormalizer: p must be a finite number, got NaN'],
    [
      () => logNormalizer(3, Number.POSITIVE_INFINITY),
      'logNormalizer: kappa must be a finite number, got Infinity',
    ],
    [() => logNormalizer(3, 'Infinity'), 'logNormalizer: kappa must be a finite number, got "Infinity"'],
    [
      () => logNormalizer(3, new Decimal(Number.NaN)),
      'logNormalizer: kappa must be a finite number, got NaN',
    ],
    [() => logNormalizer(3, 'abc'), 'logNormalizer: kappa must be a finite number, got "abc"'],
    [() => logNormalizer(3, -1e-9), 'logNormalizer: kappa must be at least 0, got -1e-9'],
    [
      () => logNormalizer(3, '1e309'),
      'logNormalizer: kappa must be at most 1.7976931348623157e+308, got 1e309',
    ],
    [
      () => logNormalizer(3, '1e-1000001'),
      'logNormalizer: kappa must be 0 or at least 1e-1000000, got 1e-1000001',
    ],
    [() => meanResultantLength(0, 1), 'meanResultantLength: p must be at least 1, got 0'],
    [
      () => meanResultantLengthComplement(2, -1),
      'meanResultantLengthComplement: kappa must be at least 0, got -1',
    ],
    [() => logBesselI(-0.75, 1), 'logBesselI: nu must be at least -0.5, got -0.75'],
    [() => logBesselI(1, -1), 'logBesselI: x must be at least 0, got -1'],
    [() => logBesselI(2, 0), 'logBesselI: x must be positive unless nu = 0, got 0 with nu = 2'],
    [
      () => logNormalizer(3, 1, { digits: 0 }),
      'logNormalizer: digits must be an integer in [1, 1000], got 0',
    ],
    [
      () => logNormalizer(3, 1, { digits: 1001 }),
      'logNormalizer: digits must be an integer in [1, 1000], got 1001',
    ],
    [
      () => logNormalizer(3, 1, { digits: 34.5 }),
      'logNormalizer: digits must be an integer in [1, 1000], got 34.5',
    ],
    [
      () => logNormalizer(3, 1, { maxTerms: 0 }),
      'logNormalizer: maxTerms must be an integer in [1, 100000000], got 0',
    ],
    [
      () => logBesselI(3, 1, { digits: Number.NaN }),
      'logBesselI: digits must be an integer in [1, 1000], got NaN',
    ],
  ])('$1', (call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});

describe('arguments of the wrong kind', () => {
  test.each<[() => unknown, string]>([
    [
      () => untyped(logNormalizer)(null, 1),
      'logNormalizer: p must be a number, a string or a Decimal, got null',
    ],
    [
      () => untyped(logNormalizer)(3),
      'logNormalizer: kappa must be a number, a string or a Decimal, got undefined',
    ],
    [
      () => untyped(logNormalizer)(3, [1]),
      'logNormalizer: kappa must be a number, a string or a Decimal, got an array',
    ],
    [() => untyped(logBesselI)(3n, 1), 'logBesselI: nu must be a number, a string or a Decimal, got bigint'],
    [() => untyped(logNormalizer)(3, 1, 50), 'logNormalizer: options must be an object, got number'],
    [() => untyped(logNormalizer)(3, 1, null), 'logNormalizer: options must be an object, got null'],
    [
      () => untyped(logNormalizer)(3, 1, { digits: '50' }),
      'logNormalizer: digits must be a number, got string',
    ],
  ])('$1', (call, message) => {
    expect(call).toThrow(new TypeError(message));
  });
});

describe('a series that is too long', () => {
  const messageOf = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return (error as RangeError).message;
    }
    throw new Error('expected a RangeError');
  };

  test('is refused with what it would need', () => {
    expect(messageOf(() => logNormalizer(256, 1e9))).toBe(
      'logNormalizer: kappa must be at most about 1.6e8 for p = 256 with digits = 34: the power series would need 507,873 terms, limit 200,000, got 1000000000',
    );
    expect(messageOf(() => logBesselI(0.5, 1e300))).toBe(
      'logBesselI: x must be at most about 1.6e8 for nu = 0.5 with digits = 34: the power series would need 3.0e151 terms, limit 200,000, got 1e+300',
    );
  });

  test('is summed up to the limit that the message names, and with a raised limit', () => {
    for (const [p, kappa] of [
      [1, 1e5],
      [256, 1e6],
      [1e6, 1e6],
    ] as const) {
      const message = messageOf(() => meanResultantLength(p, kappa, { maxTerms: 500 }));
      const limit = Number(/at most about (\S+) for/.exec(message)?.[1]);
      const needed = Number(/would need ([\d,]+) terms/.exec(message)?.[1]?.replaceAll(',', ''));
      expect(limit).toBeGreaterThan(0);
      expectPromisedWidth(meanResultantLength(p, limit * 0.9, { maxTerms: 500 }), 34, 'relative');
      expect(() => meanResultantLength(p, limit * 1.2, { maxTerms: 500 })).toThrow(RangeError);
      expectPromisedWidth(meanResultantLength(p, kappa, { maxTerms: needed }), 34, 'relative');
    }
  });

  test('1 - A that cancels too many digits is refused', () => {
    expect(messageOf(() => meanResultantLengthComplement(1, 6000))).toBe(
      'meanResultantLengthComplement: kappa must be at most 5756 for p = 1: 1 - A would need 5212 more digits than asked for, limit 5000, got 6000',
    );
    expectPromisedWidth(meanResultantLengthComplement('1.0000001', 6000), 34, 'relative');
  });
});

test('the largest doubles are within the domain', () => {
  const largest = Number.MAX_VALUE;
  expect(() => logNormalizer(3, largest)).toThrow('the power series would need');
  expectPromisedWidth(logNormalizer(largest, 1), 34, 'mixed');
  expectPromisedWidth(logNormalizer(largest, 1e150), 34, 'mixed');
  expectPromisedWidth(meanResultantLength(largest, 5e-324), 34, 'relative');
  expect(() => logNormalizer(largest, largest)).toThrow('the power series would need');
});
