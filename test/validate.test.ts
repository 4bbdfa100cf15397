import { describe, expect, it } from 'vitest';
import {
  lengthOf,
  requireConcentration,
  requireInteger,
  requireProbability,
  requireUnit,
} from '../src/validate.ts';

describe('lengthOf', () => {
  it('neither overflows nor underflows', () => {
    expect(lengthOf([3, 4])).toBe(5);
    expect(lengthOf([3e200, 4e200])).toBeWithinUlp(5e200, 1);
    expect(lengthOf([3e-200, 4e-200])).toBeWithinUlp(5e-200, 1);
    expect(lengthOf([0, 0])).toBe(0);
    expect(lengthOf([Number.NaN, 1])).toBeNaN();
  });
});

describe('what is wrong with an argument is named', () => {
  it('a row that is no direction', () => {
    expect(Math.abs(requireUnit('f', 'mu', Float32Array.of(0.6, 0.8)) - 1)).toBeLessThan(2 ** -23);
    expect(() => requireUnit('f', 'mu', [0.98, 0])).toThrow(
      new RangeError('f: mu must have unit length, got norm 0.98'),
    );
    expect(() => requireUnit('f', 'data[3]', [1, Number.NaN])).toThrow(
      new RangeError('f: data[3][1] must be finite, got NaN'),
    );
  });

  it('a number', () => {
    expect(() => requireConcentration('f', 'kappa', -1)).toThrow(
      new RangeError('f: kappa must be finite and not negative, got -1'),
    );
    expect(() => requireConcentration('f', 'kappa', '1')).toThrow(
      new TypeError('f: kappa must be a number, got string'),
    );
    expect(() => requireInteger('f', 'n', 1.5, 0)).toThrow(
      new RangeError('f: n must be an integer of 0 or more, got 1.5'),
    );
    expect(() => requireProbability('f', 'q', Number.NaN)).toThrow(
      new RangeError('f: q must lie in [0, 1], got NaN'),
    );
  });
});
