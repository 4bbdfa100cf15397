import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  besselRatio,
  concentration,
  concentrationFromComplement,
  logBesselI,
  logNormalizer,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
  relativeLogNormalizer,
} from 'von-mises-fisher';
import { dimension, point, transition } from '../support/arbitraries.ts';
import { ulpDistance } from '../support/ulp.ts';

const EPSILON = Number.EPSILON;
function holds<T>(property: fc.IProperty<T>, numRuns = 5000): void {
  fc.assert(property, { numRuns });
}

describe('laws over the whole domain', () => {
  it('values are finite, A in [0, 1], 1 - A in [0, 1], L >= 0', () => {
    holds(
      fc.property(point, ([p, kappa]) => {
        expect(Number.isFinite(logNormalizer(p, kappa))).toBe(true);
        const length = meanResultantLength(p, kappa);
        const rest = meanResultantLengthComplement(p, kappa);
        expect(length >= 0 && length <= 1 && rest >= 0 && rest <= 1).toBe(true);
        expect(Math.abs(length + rest - 1)).toBeLessThanOrEqual(2 * EPSILON);
        expect(relativeLogNormalizer(p, kappa)).toBeLessThanOrEqual(0);
        expect(meanResultantLengthDerivative(p, kappa, 1)).toBeGreaterThanOrEqual(0);
        expect(meanResultantLengthDerivative(p, kappa, 2)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('array and scalar forms agree within 1 ulp', () => {
    holds(
      fc.property(
        dimension,
        fc.array(
          point.map(([, kappa]) => kappa),
          { maxLength: 20 },
        ),
        (p, kappas) => {
          const input = Float64Array.from(kappas);
          const scalar = Float64Array.from(kappas, (kappa) => logNormalizer(p, kappa));
          const array = logNormalizer(p, input);
          for (const [i, value] of array.entries()) {
            // 1 ulp where |log C| > 0.1; below that the bound is absolute.
            if (Math.abs(scalar[i]) > 0.1) expect(ulpDistance(value, scalar[i])).toBeLessThanOrEqual(1);
            else expect(Math.abs(value - scalar[i])).toBeLessThanOrEqual(2.3e-16);
          }
          for (const f of [meanResultantLength, meanResultantLengthComplement]) {
            expect(f(p, input)).toBeWithinUlp(
              input.map((kappa) => f(p, kappa)),
              1,
            );
          }
        },
      ),
      1000,
    );
  });

  it('1/A_p = p/kappa + A_{p+2}', () => {
    holds(
      fc.property(transition, ([p, kappa]) => {
        fc.pre(p + 2 <= 1e15 && (p > 4 || p + 2 - p === 2));
        const left = 1 / meanResultantLength(p, kappa);
        const right = p / kappa + meanResultantLength(p + 2, kappa);
        // p + 2 is rounded for non-dyadic p, which moves A by at most a relative ulp of p.
        expect(Math.abs(left / right - 1)).toBeLessThanOrEqual(6 * EPSILON);
      }),
    );
  });

  it('log C_{p+2} - log C_p = log kappa - log 2 pi - log A_p', () => {
    holds(
      fc.property(transition, ([p, kappa]) => {
        fc.pre(p + 2 <= 1e15 && p + 2 - p === 2);
        const values = [logNormalizer(p + 2, kappa), logNormalizer(p, kappa)];
        const right = Math.log(kappa) - Math.log(2 * Math.PI) - Math.log(meanResultantLength(p, kappa));
        const scale = Math.max(1, ...values.map(Math.abs), Math.abs(Math.log(kappa)));
        expect(Math.abs(values[0] - values[1] - right)).toBeLessThanOrEqual(3 * EPSILON * scale);
      }),
    );
  });

  it('A lies between its Amos-type bounds', () => {
    holds(
      fc.property(point, ([p, kappa]) => {
        fc.pre(kappa > 0);
        const nu = p / 2 - 1;
        const bound = (a: number, b2: number): number => kappa / (a + Math.hypot(kappa, Math.sqrt(b2)));
        const length = meanResultantLength(p, kappa);
        expect(length).toBeGreaterThanOrEqual(bound(nu + 0.5, (nu + 1.5) ** 2) * (1 - 4 * EPSILON) - 1e-323);
        const upper = bound(nu + 0.5, (nu + 0.5) * (nu + 1.5));
        expect(length).toBeLessThanOrEqual(upper * (1 + 4 * EPSILON) + 5e-324);
      }),
    );
  });

  it('A grows and 1 - A falls with kappa', () => {
    holds(
      fc.property(point, fc.double({ min: 1e-12, max: 10, noNaN: true }), ([p, kappa], step) => {
        const next = kappa * (1 + step);
        fc.pre(Number.isFinite(next));
        expect(meanResultantLength(p, next)).toBeGreaterThanOrEqual(meanResultantLength(p, kappa));
        const rests = [kappa, next].map((k) => meanResultantLengthComplement(p, k));
        expect(rests[1]).toBeLessThanOrEqual(rests[0] * (1 + 16 * EPSILON));
        expect(logNormalizer(p, next)).toBeLessThanOrEqual(logNormalizer(p, kappa));
      }),
    );
  });

  it('A satisfies its Riccati equation, and the higher derivatives what follows from it', () => {
    holds(
      fc.property(transition, ([p, kappa]) => {
        const a = meanResultantLength(p, kappa);
        const [first, second, third] = ([1, 2, 3] as const).map((order) =>
          meanResultantLengthDerivative(p, kappa, order),
        );
        const close = (value: number, parts: number[]): void => {
          const size = Math.max(...parts.map(Math.abs));
          expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - value)).toBeLessThanOrEqual(
            16 * EPSILON * size + 1e-300,
          );
        };
        const c = p - 1;
        close(first, [1, -a * a, (-c * a) / kappa]);
        close(second, [-2 * a * first, (-c * first) / kappa, (c * a) / kappa / kappa]);
        close(third, [
          -2 * first * first,
          -2 * a * second,
          (-c * second) / kappa,
          (2 * c * first) / kappa / kappa,
          (-2 * c * a) / kappa ** 3,
        ]);
      }),
    );
  });

  it('log I and log C are two faces of one function', () => {
    holds(
      fc.property(transition, ([p, kappa]) => {
        const nu = p / 2 - 1;
        const parts = [nu * Math.log(kappa), -(p / 2) * Math.log(2 * Math.PI), -logBesselI(nu, kappa)];
        const size = Math.max(1, ...parts.map(Math.abs));
        const sum = parts.reduce((total, part) => total + part, 0);
        expect(Math.abs(sum - logNormalizer(p, kappa))).toBeLessThanOrEqual(4 * EPSILON * size);
        expect(besselRatio(nu, kappa)).toBe(meanResultantLength(p, kappa));
      }),
    );
  });

  it('the inverse returns to the concentration it came from', () => {
    holds(
      fc.property(point, ([p, kappa]) => {
        fc.pre(kappa > 1e-290 && kappa < 1e290);
        const rest = meanResultantLengthComplement(p, kappa);
        const slope = kappa * meanResultantLengthDerivative(p, kappa, 1);
        if (rest < 0.5) {
          fc.pre(rest > 1e-300);
          const back = concentrationFromComplement(p, rest);
          // What 16 ulp of 1 - A at most mean for kappa, beside the rounding of the inverse.
          expect(Math.abs(back / kappa - 1)).toBeLessThanOrEqual(EPSILON * (2 + (16 * rest) / slope));
        } else {
          const length = meanResultantLength(p, kappa);
          fc.pre(length > 1e-300);
          const back = concentration(p, length);
          expect(Math.abs(back / kappa - 1)).toBeLessThanOrEqual(EPSILON * (2 + (2 * length) / slope));
        }
      }),
      2000,
    );
  });
});
