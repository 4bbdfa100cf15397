import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bhattacharyyaDistance,
  crossEntropy,
  entropy,
  klDivergence,
  meanResultantLength,
  meanResultantLengthDerivative,
  relativeLogNormalizer,
} from 'von-mises-fisher';
import { nextAfter } from '../support/ulp.ts';

const logUniform = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
const dimension = fc.oneof(fc.integer({ min: 2, max: 4096 }), logUniform(2, 1e12));
const concentration = fc.oneof(
  logUniform(1e-6, 1e12),
  logUniform(1e-320, 1e308),
  fc.constantFrom(0, 5e-324, 1e-323),
);
const versine = fc.oneof(
  fc.double({ min: 0, max: 2, noNaN: true }),
  logUniform(1e-20, 1),
  fc.constantFrom(0, 2),
);
const RELATIVE = 5e-15;
const holds = <T>(property: fc.IProperty<T>, numRuns = 2000): void => fc.assert(property, { numRuns });

describe('laws of the divergences', () => {
  it('KL and the Bhattacharyya distance are not negative, and 0 for equal distributions', () => {
    holds(
      fc.property(dimension, concentration, concentration, versine, (p, a, b, v) => {
        expect(klDivergence(p, a, b, v)).toBeGreaterThanOrEqual(0);
        expect(bhattacharyyaDistance(p, a, b, v)).toBeGreaterThanOrEqual(0);
        expect(klDivergence(p, a, a, 0)).toBe(0);
        expect(bhattacharyyaDistance(p, a, a, 0)).toBe(0);
      }),
    );
  });

  it('they are positive for distributions one ulp apart', () => {
    holds(
      fc.property(dimension, logUniform(1e-100, 1e100), (p, a) => {
        const b = nextAfter(a, 1);
        expect(klDivergence(p, a, b, 0)).toBeGreaterThan(0);
        expect(klDivergence(p, b, a, 0)).toBeGreaterThan(0);
        expect(bhattacharyyaDistance(p, a, b, 0)).toBeGreaterThan(0);
      }),
      500,
    );
  });

  it('the Bhattacharyya distance is symmetric and below half of either KL', () => {
    holds(
      fc.property(dimension, concentration, concentration, versine, (p, a, b, v) => {
        const distance = bhattacharyyaDistance(p, a, b, v);
        expect(Math.abs(distance - bhattacharyyaDistance(p, b, a, v))).toBeLessThanOrEqual(
          RELATIVE * distance,
        );
        // Jensen: -log E √(g/f) <= ½ E log(f/g)
        for (const kl of [klDivergence(p, a, b, v), klDivergence(p, b, a, v)]) {
          expect(distance).toBeLessThanOrEqual(0.5 * kl * (1 + RELATIVE));
        }
      }),
    );
  });

  it('Pinsker: the squared Hellinger distance is at most total variation, itself at most √(KL/2)', () => {
    holds(
      fc.property(dimension, concentration, concentration, versine, (p, a, b, v) => {
        const squaredHellinger = -Math.expm1(-bhattacharyyaDistance(p, a, b, v));
        const bound = Math.sqrt(klDivergence(p, a, b, v) / 2);
        expect(squaredHellinger).toBeLessThanOrEqual(bound * (1 + RELATIVE));
      }),
    );
  });

  it('the Jeffreys divergence needs no normaliser: (κ_b - κ_a)(A_b - A_a) + (κ_a A_b + κ_b A_a)(1 - cos)', () => {
    holds(
      fc.property(dimension, logUniform(1e-3, 1e4), logUniform(1e-3, 1e4), versine, (p, a, b, v) => {
        fc.pre(p <= 4096 && Math.max(a / b, b / a) > 1.5);
        const [lengthA, lengthB] = [meanResultantLength(p, a), meanResultantLength(p, b)];
        const expected = (b - a) * (lengthB - lengthA) + (a * lengthB + b * lengthA) * v;
        const got = klDivergence(p, a, b, v) + klDivergence(p, b, a, v);
        const rounding = Math.abs(b - a) * 1e-15;
        expect(Math.abs(got - expected)).toBeLessThanOrEqual(RELATIVE * expected + rounding);
      }),
    );
  });

  it('close distributions: KL is half the squared Fisher distance, the Bhattacharyya distance a quarter of KL', () => {
    holds(
      fc.property(
        dimension,
        logUniform(1e-3, 1e9),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (p, a, turn) => {
          const b = a * (1 + 1e-7 * turn);
          const v = 1e-14 / Math.max(1, a);
          const step = b - a;
          const radial = 0.5 * meanResultantLengthDerivative(p, a) * step * step;
          const turned = a * meanResultantLength(p, a) * v;
          const kl = klDivergence(p, a, b, v);
          expect(Math.abs(kl / (radial + turned) - 1)).toBeLessThanOrEqual(3e-6);
          const distance = bhattacharyyaDistance(p, a, b, v);
          expect(Math.abs((4 * distance) / kl - 1)).toBeLessThanOrEqual(3e-6);
        },
      ),
    );
  });

  it('entropy(a) + KL(a, b) = crossEntropy(a, b)', () => {
    holds(
      fc.property(dimension, concentration, concentration, versine, (p, a, b, v) => {
        const [own, apart, cross] = [entropy(p, a), klDivergence(p, a, b, v), crossEntropy(p, a, b, v)];
        fc.pre(Number.isFinite(cross));
        const size = Math.max(1, Math.abs(own), apart, Math.abs(cross), 1e-4 * p);
        expect(Math.abs(own + apart - cross)).toBeLessThanOrEqual(RELATIVE * size);
      }),
    );
  });

  it('from and to the uniform distribution', () => {
    holds(
      fc.property(dimension, concentration, versine, (p, kappa, v) => {
        expect(klDivergence(p, 0, kappa, v)).toBe(-relativeLogNormalizer(p, kappa) + 0);
        const fromUniform = klDivergence(p, kappa, 0, v);
        expect(fromUniform).toBe(klDivergence(p, kappa, 0, 0));
        const gain = entropy(p, 0) - entropy(p, kappa);
        const size = Math.max(1, Math.abs(entropy(p, 0)), Math.abs(entropy(p, kappa)));
        expect(Math.abs(fromUniform - gain)).toBeLessThanOrEqual(1e-15 * size);
        // ∫ √(f u) = C(κ)^½ C(0)^½ / C(κ/2)
        const distance = relativeLogNormalizer(p, kappa / 2) - relativeLogNormalizer(p, kappa) / 2;
        const got = bhattacharyyaDistance(p, kappa, 0, v);
        expect(Math.abs(got - distance)).toBeLessThanOrEqual(1e-15 * -relativeLogNormalizer(p, kappa));
      }),
    );
  });

  it('antipodes: the middle is uniform where the concentrations agree', () => {
    holds(
      fc.property(dimension, concentration, (p, kappa) => {
        // D = log C(0) - log C(κ)
        const expected = -relativeLogNormalizer(p, kappa);
        const got = bhattacharyyaDistance(p, kappa, kappa, 2, 0);
        expect(Math.abs(got - expected)).toBeLessThanOrEqual(RELATIVE * expected);
      }),
    );
  });
});

describe('the domain', () => {
  it.each([
    [1.5, 1, 1, 0],
    [3, -1, 1, 0],
    [3, 1, Number.POSITIVE_INFINITY, 0],
    [3, 1, 1, -1e-9],
    [3, 1, 1, 2.1],
    [3, 1, 1, Number.NaN],
    [Number.NaN, 1, 1, 1],
  ])('NaN at p = %d, kappa = %d and %d, versine = %d', (p, a, b, v) => {
    expect(klDivergence(p, a, b, v)).toBeNaN();
    expect(crossEntropy(p, a, b, v)).toBeNaN();
    expect(bhattacharyyaDistance(p, a, b, v)).toBeNaN();
  });

  it('is finite to its ends, infinite only where the value is beyond the doubles', () => {
    const most = Number.MAX_VALUE;
    expect(klDivergence(3, most, most, 2)).toBe(Number.POSITIVE_INFINITY);
    expect(crossEntropy(3, most, most, 2)).toBe(Number.POSITIVE_INFINITY);
    expect(bhattacharyyaDistance(3, most, most, 2, 0)).toBeWithinUlp(most, 2);
    expect(klDivergence(3, 5e-324, most, 0)).toBeWithinUlp(most, 2);
    expect(klDivergence(1e15, most, 1, 0)).toBeGreaterThan(0);
    expect(klDivergence(2, most, most / 2, 1e-308)).toBeWithinUlp(most * 0.5e-308 + (Math.LN2 - 0.5) / 2, 4);
  });
});
