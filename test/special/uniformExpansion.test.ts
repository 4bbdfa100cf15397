import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logNormalizer, uniformExpansionErrorBound } from 'von-mises-fisher';
import { debyeU } from '../../src/special/debyeCoefficients.ts';
import { exactDecimal, expected } from '../support/table.ts';
import { ulpDistance } from '../support/ulp.ts';

const D = Decimal.clone({ precision: 60 });

/** U_k(t) of DLMF 10.41.10, copied from there as fractions. */
const published: [number[], number][] = [
  [[1], 1],
  [[3, -5], 24],
  [[81, -462, 385], 1152],
  [[30375, -369603, 765765, -425425], 414720],
];

/** The order-K form evaluated in 60 digits from the published U_k. */
function formByDecimal(p: number, kappa: number, terms: number): Decimal {
  const nu = exactDecimal(p).div(2).minus(1);
  const z = exactDecimal(kappa).div(nu);
  const root = new D(1).plus(z.times(z)).sqrt();
  const t = new D(1).div(root);
  const twoPi = D.acos(-1).times(2);
  let series = new D(0);
  for (let k = 0; k <= terms; k++) {
    const [numerators, denominator] = published[k];
    const u = numerators
      .reduce((sum, c, i) => sum.plus(t.pow(k + 2 * i).times(c)), new D(0))
      .div(denominator);
    series = series.plus(u.div(nu.pow(k)));
  }
  // log of DLMF 10.41.3, with log z left out on both sides.
  const eta = root.minus(root.plus(1).ln());
  return nu
    .times(nu.ln())
    .minus(nu.plus(1).times(twoPi.ln()))
    .minus(nu.times(eta))
    .plus(twoPi.times(nu).ln().div(2))
    .plus(root.ln().div(2))
    .minus(series.ln());
}

describe("the paper's form", () => {
  it('holds the published coefficients', () => {
    for (const [k, [numerators, denominator]] of published.entries()) {
      expect(debyeU[k]).toEqual(numerators.map((c) => c / denominator));
    }
    expect(debyeU).toHaveLength(22);
  });

  it('is DLMF 10.41.3 to 1 ulp at orders 0 to 3, 4 where ν < 1 makes the series large', () => {
    for (const p of [2.5, 4, 16, 64, 256, 1000.5]) {
      for (const kappa of [0, 1e-9, 0.3, 20, 127, 500, 1e5]) {
        for (const terms of [0, 1, 2, 3]) {
          const { hi, lo } = expected(formByDecimal(p, kappa, terms).toString());
          const actual = logNormalizer(p, kappa, { terms });
          if (Math.abs(hi) > 0.1)
            expect(ulpDistance(actual, hi, lo), `${p} ${kappa} ${terms}`).toBeLessThanOrEqual(p < 4 ? 4 : 1);
        }
      }
    }
  });

  it('the array form agrees: order 0 to the rounding of a plain loop, higher orders exactly', () => {
    const kappa = Float64Array.of(0, 1, 20, 127, 500, 1e6, 1e200, -1, Number.NaN);
    for (const p of [2, 3, 64, 256, 4096]) {
      for (const terms of [0, 1, 5, 20]) {
        const array = logNormalizer(p, kappa, { terms });
        kappa.forEach((k, i) => {
          const scalar = logNormalizer(p, k, { terms });
          if (Number.isNaN(scalar)) expect(array[i]).toBeNaN();
          else if (terms > 0) expect(array[i]).toBe(scalar);
          else {
            const nu = p / 2 - 1;
            const largest = Math.max(
              Math.hypot(nu, k),
              nu * Math.abs(Math.log(nu + Math.hypot(nu, k))),
              2 * p,
            );
            expect(Math.abs(array[i] - scalar)).toBeLessThanOrEqual(2 ** -51 * largest);
          }
        });
      }
    }
  });

  it('converges to the exact value where the dimension allows', () => {
    for (const kappa of [20, 127, 500]) {
      expect(logNormalizer(256, kappa, { terms: 8 })).toBeWithinUlp(logNormalizer(256, kappa), 1);
    }
  });

  it('is NaN where it has no meaning', () => {
    expect(logNormalizer(1.5, 1, { terms: 0 })).toBeNaN();
    expect(logNormalizer(2, 0, { terms: 0 })).toBeNaN();
    expect(logNormalizer(3, -1, { terms: 0 })).toBeNaN();
  });
});

describe('its error bound', () => {
  const orders = fc.integer({ min: 0, max: 20 });
  const dimensions = fc.oneof(
    fc.double({ min: 2.001, max: 100, noNaN: true }),
    fc.constantFrom(3, 16, 32, 64, 128, 256, 512, 1024, 4096),
  );
  const ratio = fc.double({ min: -7, max: 7, noNaN: true });

  /** Σ |coefficient| of the series as it is evaluated: what its rounding scales with, large for small ν and many terms. */
  const seriesMagnitude = (p: number, kappa: number, terms: number): number => {
    const nu = p / 2 - 1;
    const r = Math.hypot(nu, kappa);
    const s = (nu / r) ** 2;
    return debyeU
      .slice(0, terms + 1)
      .reduce((sum, row, k) => sum + row.reduce((part, c, i) => part + Math.abs(c) * s ** i, 0) / r ** k, 0);
  };

  it('holds', () => {
    fc.assert(
      fc.property(dimensions, ratio, orders, (p, logRatio, terms) => {
        const kappa = p * Math.exp(logRatio);
        const exact = logNormalizer(p, kappa);
        const cut = logNormalizer(p, kappa, { terms });
        const bound = uniformExpansionErrorBound(p, kappa, terms);
        expect(bound).toBeGreaterThanOrEqual(0);
        if (bound === Number.POSITIVE_INFINITY) return;
        const rounding = 2 ** -52 * (Math.max(1, Math.abs(exact)) + seriesMagnitude(p, kappa, terms));
        expect(Math.abs(cut - exact)).toBeLessThanOrEqual(bound + rounding);
      }),
      { numRuns: 20_000 },
    );
  });

  it('is not vacuous: finite, and over each curve within a factor of what the cut really loses', () => {
    for (const [p, highest] of [
      [64, 2],
      [256, 3],
      [1024, 2],
    ]) {
      for (let terms = 0; terms <= highest; terms++) {
        let loss = 0;
        let bound = 0;
        for (let kappa = 20; kappa <= 500; kappa += 5) {
          loss = Math.max(loss, Math.abs(logNormalizer(p, kappa, { terms }) - logNormalizer(p, kappa)));
          bound = Math.max(bound, uniformExpansionErrorBound(p, kappa, terms));
        }
        expect(bound / loss, `p = ${p}, order ${terms}: bound ${bound}, loss ${loss}`).toBeLessThan(5);
      }
    }
    // Point by point at large kappa, where it decays with the truncation error.
    expect(uniformExpansionErrorBound(256, 1e4, 0) / 1.2496e-5).toBeLessThan(1.1);
  });

  it('says so where it knows nothing', () => {
    expect(uniformExpansionErrorBound(3, 0.1, 20)).toBe(Number.POSITIVE_INFINITY);
    expect(uniformExpansionErrorBound(2, 1, 0)).toBeNaN();
    expect(uniformExpansionErrorBound(256, -1, 0)).toBeNaN();
    expect(uniformExpansionErrorBound(256, 0, 0)).toBeGreaterThan(6.5617e-4);
    expect(() => uniformExpansionErrorBound(256, 1, -1)).toThrow(
      new RangeError('uniformExpansionErrorBound: terms must be an integer in [0, 20], got -1'),
    );
  });
});
