import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logNormalizer, meanResultantLengthComplement, scaledLogNormalizer } from 'von-mises-fisher';
import { dimension, point } from '../support/arbitraries.ts';
import { nextAfter, ulpOf } from '../support/ulp.ts';

describe('scaledLogNormalizer', () => {
  it('is log C_p(0) at kappa = 0', () => {
    for (const p of [1, 2, 3, 17.3, 256, 4096, 1e15]) {
      expect(scaledLogNormalizer(p, 0)).toBe(logNormalizer(p, 0));
    }
  });

  it('p = 3 is log(kappa/2 pi) - log(1 - e^(-2 kappa))', () => {
    for (const kappa of [0.5, 1, 5, 50, 1e3, 1e15, 1e150, 1e300]) {
      const expected = Math.log(kappa / (2 * Math.PI)) - Math.log1p(-Math.exp(-2 * kappa));
      expect(scaledLogNormalizer(3, kappa)).toBeWithinUlp(expected, 4);
    }
  });

  it('p = 1 is -log(1 + e^(-2 kappa)), down to 0', () => {
    for (const kappa of [0, 0.1, 1, 10]) {
      const error = scaledLogNormalizer(1, kappa) + Math.log1p(Math.exp(-2 * kappa));
      expect(Math.abs(error)).toBeLessThanOrEqual(2.3e-16);
    }
    expect(Math.abs(scaledLogNormalizer(1, 1e6))).toBeLessThanOrEqual(1.2e-16);
    expect(Math.abs(scaledLogNormalizer(1, 1e200))).toBe(0);
  });

  it('is NaN outside the domain', () => {
    for (const [p, kappa] of [
      [0.5, 1],
      [2e15, 1],
      [3, -1],
      [3, Number.POSITIVE_INFINITY],
      [Number.NaN, 1],
      [3, Number.NaN],
    ]) {
      expect(scaledLogNormalizer(p, kappa)).toBeNaN();
    }
  });

  it('arrays give what numbers give, into out where there is one', () => {
    fc.assert(
      fc.property(dimension, fc.array(point, { maxLength: 10 }), (p, points) => {
        const input = Float64Array.from(points, ([, kappa]) => kappa);
        const expected = input.map((kappa) => scaledLogNormalizer(p, kappa));
        expect(scaledLogNormalizer(p, input)).toEqual(expected);
        const out = new Float64Array(input.length);
        expect(scaledLogNormalizer(p, input, { out })).toBe(out);
        expect(out).toEqual(expected);
        const single = Float32Array.from(input);
        expect(scaledLogNormalizer(p, single)).toEqual(single.map((kappa) => scaledLogNormalizer(p, kappa)));
      }),
      { numRuns: 200 },
    );
  });

  it('refuses an out of another kind or length', () => {
    const call = (out: unknown) => () =>
      scaledLogNormalizer(3, new Float64Array(2), { out: out as Float64Array });
    expect(call(new Float32Array(2))).toThrow(
      new TypeError('scaledLogNormalizer: out must be a Float64Array as kappa is, got Float32Array'),
    );
    expect(call(new Float64Array(3))).toThrow(
      new RangeError('scaledLogNormalizer: out must have length 2 as kappa has, got 3'),
    );
  });

  it('is log C + kappa where that does not cancel', () => {
    fc.assert(
      fc.property(point, ([p, kappa]) => {
        const plain = logNormalizer(p, kappa);
        const sum = plain + kappa;
        const allowed = 2.3e-16 * Math.max(1, Math.abs(plain), Math.abs(sum));
        expect(Math.abs(scaledLogNormalizer(p, kappa) - sum)).toBeLessThanOrEqual(allowed);
      }),
      { numRuns: 3000 },
    );
  });

  it('has the slope 1 - A across the changes of method', () => {
    for (const p of [1.2, 2, 3, 16, 64, 256, 4096, 1e6, 1e15]) {
      for (const cut of [1024, 1e150]) {
        const points = [-1, 0, 1].map((steps) => nextAfter(cut, steps));
        const values = points.map((kappa) => scaledLogNormalizer(p, kappa));
        for (const i of [0, 1]) {
          const step = meanResultantLengthComplement(p, cut) * (points[i + 1] - points[i]);
          const allowed = 1.5 * ulpOf(values[i]) + 1e-3 * step;
          expect(Math.abs(values[i + 1] - values[i] - step), `p = ${p}, ${cut}`).toBeLessThanOrEqual(allowed);
        }
      }
    }
  });
});
