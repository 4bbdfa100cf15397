import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CosineLaw, logNormalizer, meanResultantLength } from 'von-mises-fisher';
import { dd, divide } from '../../src/special/doubleDouble.ts';
import { incompleteBeta } from '../support/internals.ts';

const logUniform = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);

const dimension = fc.oneof(
  fc.integer({ min: 2, max: 12 }),
  fc.integer({ min: 2, max: 4096 }),
  fc.double({ min: 2, max: 40, noNaN: true }),
  logUniform(2, 1e6),
);
const kappa = fc.oneof(logUniform(1e-10, 1e15), logUniform(0.01, 1e4), fc.constantFrom(0, 1e-10, 1e10, 1e30));
const law = fc.tuple(dimension, kappa).map(([p, k]) => new CosineLaw(p, k));
const unit = fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true });
/** A law with an angle where it has its mass, or far from there. */
const placed = fc
  .tuple(law, fc.oneof(unit, logUniform(1e-300, 1)), fc.boolean(), fc.oneof(fc.constant(-1), unit))
  .map(([l, q, upper, anywhere]): [CosineLaw, number] => [
    l,
    anywhere >= 0 ? anywhere * Math.PI : upper ? l.angleQuantile(q) : l.angleSurvivalQuantile(q),
  ]);

const holds = <T>(property: fc.IProperty<T>, numRuns = 2000): void => fc.assert(property, { numRuns });
const close = (actual: number, wanted: number, tolerance: number, note = ''): void => {
  const error = Math.abs(actual - wanted);
  expect(error, `${actual} for ${wanted} ${note}`).toBeLessThanOrEqual(tolerance * Math.abs(wanted));
};

describe('the law as a law', () => {
  it('the two tails add up to 1, and to the logarithms', () => {
    holds(
      fc.property(placed, ([l, theta]) => {
        const [below, above] = [l.angleSurvival(theta), l.angleCdf(theta)];
        expect(below >= 0 && above >= 0).toBe(true);
        expect(Math.abs(below + above - 1)).toBeLessThanOrEqual(2 * Number.EPSILON);
        const t = Math.cos(theta);
        expect(Math.abs(l.cdf(t) + l.survival(t) - 1)).toBeLessThanOrEqual(2 * Number.EPSILON);
        for (const [value, log] of [
          [l.cdf(t), l.logCdf(t)],
          [l.survival(t), l.logSurvival(t)],
          [l.pdf(t), l.logPdf(t)],
        ]) {
          // exp multiplies the rounding of its argument.
          if (value > 1e-290 && value < Infinity) close(Math.exp(log), value, 1e-15 * (8 + Math.abs(log)));
        }
      }),
    );
  });

  it('t and θ are one law: cdf(cos θ) = angleSurvival(θ), f(t) sin θ = g(θ)', () => {
    holds(
      fc.property(placed, ([l, theta]) => {
        const t = Math.cos(theta);
        fc.pre(theta > 0.01 && theta < 3.13 && l.kappa < 1e6);
        // cos θ is rounded: at most an ulp of 1, times the relative slope of what is compared.
        const rounding = 4e-16 * (1 + l.kappa + (l.p + 3) / (1 - t * t));
        if (l.cdf(t) > 1e-290) close(l.angleSurvival(theta), l.cdf(t), rounding);
        if (l.survival(t) > 1e-290) close(l.angleCdf(theta), l.survival(t), rounding);
        if (l.pdf(t) > 1e-290) close(l.anglePdf(theta), l.pdf(t) * Math.sin(theta), rounding);
      }),
    );
  });

  it('tails are monotone, from one double to the next and over any distance', () => {
    holds(
      fc.property(placed, fc.oneof(unit, logUniform(1e-16, 1)), ([l, theta], step) => {
        const next = Math.min(Math.PI, theta * (1 + step));
        const slack = 1 + 1e-14;
        expect(l.angleCdf(next) * slack).toBeGreaterThanOrEqual(l.angleCdf(theta));
        expect(l.angleSurvival(theta) * slack).toBeGreaterThanOrEqual(l.angleSurvival(next));
        const [low, high] = [Math.cos(next), Math.cos(theta)];
        expect(l.cdf(high) * slack).toBeGreaterThanOrEqual(l.cdf(low));
        expect(l.survival(low) * slack).toBeGreaterThanOrEqual(l.survival(high));
      }),
    );
  });

  it('quantiles invert the tails, to the rounding of the result', () => {
    holds(
      fc.property(law, fc.oneof(unit, logUniform(1e-300, 1)), (l, q) => {
        const theta = l.angleQuantile(q);
        // Subnormal angles carry no relative accuracy.
        if (theta > 1e-290)
          close(l.angleCdf(theta), q, 1e-14 + (2e-16 * theta * l.anglePdf(theta)) / q, 'angleQuantile');
        const far = l.angleSurvivalQuantile(q);
        // An angle near π is rounded to 4e-16.
        if (far < 3.14) {
          close(
            l.angleSurvival(far),
            q,
            1e-14 + (2e-16 * far * l.anglePdf(far)) / q,
            'angleSurvivalQuantile',
          );
        }
        const [t, s] = [l.quantile(q), l.survivalQuantile(q)];
        if (Math.abs(t) < 0.999) close(l.cdf(t), q, 1e-14 + (1.2e-16 * l.pdf(t)) / q, 'quantile');
        if (Math.abs(s) < 0.999)
          close(l.survival(s), q, 1e-14 + (1.2e-16 * l.pdf(s)) / q, 'survivalQuantile');
      }),
    );
  });

  it('the density is the slope of the cdf', () => {
    holds(
      fc.property(law, fc.double({ min: 1e-3, max: 0.999, noNaN: true }), (l, q) => {
        const theta = l.angleQuantile(q);
        const scale = Math.min(q, 1 - q) / l.anglePdf(theta);
        const h = 1e-3 * Math.min(scale, theta, Math.PI - theta);
        // Five points: the error is h^4 times the fifth derivative, rounding 1e-16/1e-3.
        const d = (k: number): number => l.angleCdf(theta + k * h) - l.angleCdf(theta - k * h);
        // θ ± h is rounded to 2e-16 θ.
        close((8 * d(1) - d(2)) / (12 * h), l.anglePdf(theta), 1e-10 + (4e-16 * theta) / h);
      }),
    );
  });
});

describe('against other parts of the package', () => {
  it('the density on the sphere: f(t) = C_p e^{κt} |S^{p-2}| (1 - t²)^{(p-3)/2}', () => {
    holds(
      fc.property(fc.integer({ min: 3, max: 300 }), logUniform(1e-6, 1e3), unit, (p, k, q) => {
        const l = new CosineLaw(p, k);
        const t = l.quantile(q);
        fc.pre(Math.abs(t) < 0.9999);
        // |S^{p-2}| = 1/C_{p-1}(0)
        const parts = [
          logNormalizer(p, k),
          k * t,
          -logNormalizer(p - 1, 0),
          ((p - 3) / 2) * Math.log1p(-t * t),
        ];
        const size = Math.max(1, ...parts.map(Math.abs));
        const sum = parts.reduce((total, part) => total + part, 0);
        // t² is rounded before 1 - t² is formed.
        const rounding = (p * 2 ** -53) / (1 - t * t);
        expect(Math.abs(l.logPdf(t) - sum)).toBeLessThanOrEqual(1e-15 * size + rounding);
      }),
    );
  });

  it('κ = 0: (1 + t)/2 follows the Beta law of ((p-1)/2, (p-1)/2), and t -> -t is a symmetry', () => {
    holds(
      fc.property(
        fc.oneof(dimension, logUniform(2, 1e15)),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (p, u) => {
          // Within 40 standard deviations.
          const t = u * Math.min(0.9999, 40 / Math.sqrt(p));
          const l = new CosineLaw(p, 0);
          const a = (p - 1) / 2;
          const odds = divide(dd(1, t), dd(1, -t));
          const tail = incompleteBeta(a, a, odds);
          if (tail.lower > 1e-290) {
            close(l.cdf(t), tail.lower, 2e-14);
            close(l.survival(-t), l.cdf(t), 1e-14);
          }
          if (tail.upper > 1e-290) close(l.survival(t), tail.upper, 2e-14);
          close(l.logCdf(t), tail.logLower, 2e-14);
          if (l.pdf(t) > 1e-290) close(l.pdf(-t), l.pdf(t), 1e-14);
          close(l.kappaDerivative(t), ((1 - t) * (1 + t)) / (p - 1), 1e-14);
        },
      ),
    );
  });

  it('p = 3: both tails by their closed form, in whichever way does not cancel', () => {
    holds(
      fc.property(logUniform(1e-10, 1e10), unit, fc.oneof(unit, logUniform(1e-30, 1)), (k, anywhere, q) => {
        const l = new CosineLaw(3, k);
        for (const t of [2 * anywhere - 1, l.quantile(q), l.survivalQuantile(q)]) {
          // (e^{κt} - e^{-κ})/(e^κ - e^{-κ})
          const whole = -Math.expm1(-2 * k);
          const below = (Math.exp(-k * (1 - t)) * -Math.expm1(-k * (1 + t))) / whole;
          const above = -Math.expm1(-k * (1 - t)) / whole;
          const rounding = 8 * Number.EPSILON * (1 + k * (1 - t));
          if (below > 1e-290) close(l.cdf(t), below, rounding);
          close(l.survival(t), above, 8 * Number.EPSILON);
        }
      }),
    );
  });

  it('p = 2: the angle is the wrapped one; its median angle at κ = 0 is π/2', () => {
    expect(new CosineLaw(2, 0).angleQuantile(0.5)).toBeWithinUlp(Math.PI / 2, 1);
    holds(
      fc.property(fc.double({ min: 0, max: Math.PI, noNaN: true }), (theta) => {
        expect(new CosineLaw(2, 0).angleCdf(theta)).toBeWithinUlp(theta / Math.PI, 4);
      }),
    );
  });

  it('E t = A_p(κ), for even p by the trapezoidal rule, the integrand being analytic on the circle', () => {
    holds(
      fc.property(fc.integer({ min: 1, max: 30 }), logUniform(1e-3, 300), (half, k) => {
        const l = new CosineLaw(2 * half, k);
        const n = 500;
        let sum = (l.anglePdf(0) - l.anglePdf(Math.PI)) / 2;
        for (let i = 1; i < n; i++) sum += Math.cos((i * Math.PI) / n) * l.anglePdf((i * Math.PI) / n);
        const mean = (sum * Math.PI) / n;
        expect(Math.abs(mean - meanResultantLength(2 * half, k))).toBeLessThanOrEqual(2e-14);
      }),
      200,
    );
  });
});
