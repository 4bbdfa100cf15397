import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CosineLaw,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
} from 'von-mises-fisher';
import { nextAfter } from '../support/ulp.ts';

const logUniform = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
const dimension = fc.oneof(
  fc.integer({ min: 2, max: 12 }),
  fc.integer({ min: 2, max: 4096 }),
  logUniform(2, 1e5),
);
const kappa = logUniform(1e-6, 1e12);
const holds = <T>(property: fc.IProperty<T>, numRuns: number): void => fc.assert(property, { numRuns });

describe('dt/dκ at a fixed probability', () => {
  it("has the mean A'_p(κ); for even p by the trapezoidal rule over the angle", () => {
    holds(
      fc.property(fc.integer({ min: 1, max: 30 }), logUniform(1e-3, 300), (half, k) => {
        const law = new CosineLaw(2 * half, k);
        const n = 500;
        let sum = 0;
        for (let i = 1; i < n; i++) {
          const theta = (i * Math.PI) / n;
          sum += law.kappaDerivative(Math.cos(theta)) * law.anglePdf(theta);
        }
        const ratio = (sum * Math.PI) / n / meanResultantLengthDerivative(2 * half, k);
        expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(1e-13);
      }),
      100,
    );
  });

  it('at p = 5, κ = 2 its mean is 0.1473886867630735, by Gauss-Legendre over the probability', () => {
    const law = new CosineLaw(5, 2);
    // Ten points on each of 64 pieces; dt/dκ as a function of q is smooth but at 0 and 1, where it is small.
    const nodes = [
      0.14887433898163122, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717,
    ];
    const weights = [
      0.29552422471475287, 0.26926671930999635, 0.21908636251598204, 0.1494513491505806, 0.06667134430868814,
    ];
    const pieces = 64;
    let sum = 0;
    for (let i = 0; i < pieces; i++) {
      for (let j = 0; j < 5; j++) {
        for (const side of [-1, 1]) {
          // Pieces that shrink towards both ends: q = 3s² - 2s³.
          const s = (i + 0.5 + (side * nodes[j]) / 2) / pieces;
          const q = s * s * (3 - 2 * s);
          sum += (weights[j] / 2 / pieces) * 6 * s * (1 - s) * law.kappaDerivative(law.quantile(q));
        }
      }
    }
    expect(Math.abs(sum - 0.147388686763073)).toBeLessThanOrEqual(1e-10);
  });

  it('is the difference quotient of quantiles', () => {
    holds(
      fc.property(
        dimension,
        logUniform(1e-3, 1e8),
        fc.double({ min: 1e-9, max: 1, noNaN: true }),
        (p, k, q) => {
          const h = 1e-4 * k;
          const angle = (x: number): number => new CosineLaw(p, x).angleQuantile(q);
          // In the angle nothing is lost near t = 1: dt = -sin θ dθ.
          const quotient =
            (8 * (angle(k + h) - angle(k - h)) - (angle(k + 2 * h) - angle(k - 2 * h))) / (12 * h);
          const theta = angle(k);
          fc.pre(theta > 0 && theta < 3.14);
          const derivative = new CosineLaw(p, k).kappaDerivative(Math.cos(theta));
          fc.pre(1 - Math.cos(theta) > 1e-9);
          const rounding = (2e-15 * theta * Math.sin(theta)) / h;
          expect(Math.abs(-Math.sin(theta) * quotient - derivative)).toBeLessThanOrEqual(
            1e-6 * derivative + rounding,
          );
        },
      ),
      500,
    );
  });

  it('over 1 - t² it runs from (1 + A)/(p - 1) at t = -1 to (1 - A)/(p - 1) at t = 1, falling', () => {
    holds(
      fc.property(
        dimension,
        kappa,
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8 }),
        (p, k, at) => {
          const law = new CosineLaw(p, k);
          const part = (t: number): number => law.kappaDerivative(t) / ((1 - t) * (1 + t));
          const low = (1 + meanResultantLength(p, k)) / (p - 1);
          const high = meanResultantLengthComplement(p, k) / (p - 1);
          const places = at.filter((t) => Math.abs(t) < 1).sort((a, b) => a - b);
          const values = [low, ...places.map(part), high];
          for (let i = 1; i < values.length; i++)
            expect(values[i] * (1 - 2e-14)).toBeLessThanOrEqual(values[i - 1]);
          const [first, last] = [-1 + 2 ** -53, 1 - 2 ** -53];
          // E moves by at most κ times the step near an end.
          expect(Math.abs(part(first) / low - 1)).toBeLessThanOrEqual(1e-14 + 4e-16 * k);
          expect(Math.abs(part(last) / high - 1)).toBeLessThanOrEqual(1e-14 + 4e-16 * k);
        },
      ),
      500,
    );
  });

  it('has no step where the series ends', () => {
    holds(
      fc.property(dimension, kappa, (p, k) => {
        const law = new CosineLaw(p, k);
        const seam = law.quantile(1e-7);
        fc.pre(seam > -1 && seam < 1 - 1e-12);
        for (const step of [-3, -2, -1, 1, 2, 3]) {
          const t = nextAfter(seam, step);
          const ratio = law.kappaDerivative(t) / law.kappaDerivative(seam);
          // What the step itself does to (1 - t²) E.
          const rounding = (8 * Math.abs(t - seam) * (1 + k)) / (1 - seam * seam);
          expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(2e-14 + rounding);
        }
      }),
      1000,
    );
  });
});
