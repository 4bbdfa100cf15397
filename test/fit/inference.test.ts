import { describe, expect, it } from 'vitest';
import { fit, logNormalizer, marginalConcentration, meanResultantLength } from 'von-mises-fisher';
import { kappaInterval } from '../../src/fit/kappaInterval.ts';
import { meanDirectionCone } from '../../src/fit/meanDirectionCone.ts';
import { normalQuantile } from '../../src/fit/normalQuantile.ts';
import type { Summary } from '../../src/resultant/Summary.ts';
import { incompleteBeta } from '../../src/special/incompleteBeta.ts';
import { incompleteGamma } from '../../src/special/incompleteGamma.ts';
import { biasOf } from '../../validation/biasCorrection.ts';
import { coverageOf } from '../../validation/coverage.ts';
import { direction, sampledRows } from './sampledRows.ts';

const summary = (p: number, n: number, rBar: number, oneMinusRBar = 1 - rBar): Summary => ({
  p,
  n,
  weight: n,
  rBar,
  oneMinusRBar,
  meanDirection: new Float64Array(p).fill(1, 0, 1),
});

describe('marginalConcentration', () => {
  it('is where the likelihood of R is largest', () => {
    for (const [p, n, rBar] of [
      [3, 5, 0.6],
      [64, 20, 0.3],
      [768, 10, 0.4],
      [2, 2.5, 0.95],
    ]) {
      const best = marginalConcentration(p, n, rBar);
      const likelihood = (kappa: number): number =>
        n * logNormalizer(p, kappa) - logNormalizer(p, kappa * n * rBar);
      for (const factor of [0.1, 0.9, 0.99, 1.01, 1.1, 10]) {
        expect(likelihood(best * factor)).toBeLessThan(likelihood(best));
      }
    }
  });

  it('limits', () => {
    expect(marginalConcentration(3, 4, 0.5)).toBe(0);
    expect(marginalConcentration(3, 4, 0.5000001)).toBeGreaterThan(0);
    expect(marginalConcentration(3, 1, 0.999)).toBe(0);
    expect(marginalConcentration(3, 4, 1)).toBe(Number.POSITIVE_INFINITY);
    // (n-1)(p-1)/(2n(1-R)) as R approaches 1.
    expect(marginalConcentration(3, 5, 1, 1e-18)).toBeWithinUlp(8e17, 4);
    for (const [p, n, rBar] of [
      [0.5, 4, 0.7],
      [3, 0, 0.7],
      [3, 4, -0.1],
      [3, 4, 1.1],
      [3, Number.NaN, 0.7],
    ]) {
      expect(marginalConcentration(p, n, rBar)).toBeNaN();
    }
  });

  it('solves its equation where R comes near the root of n', () => {
    // A_p(k) = k/p (1 - k²/(p(p+2))): k² = p (p+2) (n R² - 1)/(n³R⁴ - 1) to first order.
    for (const p of [2, 3, 768]) {
      for (const n of [2, 100]) {
        const rBar = Math.sqrt((1 + 1e-8) / n);
        const excess = n * rBar * rBar - 1;
        const first = Math.sqrt((p * (p + 2) * excess) / (n - 1));
        expect(Math.abs(marginalConcentration(p, n, rBar) / first - 1)).toBeLessThan(1e-6);
      }
    }
    expect(meanResultantLength(3, marginalConcentration(3, 10, 0.5))).toBeLessThan(0.5);
  });
});

describe('normal quantile', () => {
  it('as in tables', () => {
    expect(normalQuantile(0.975)).toBeWithinUlp(1.9599639845400545, 32);
    expect(normalQuantile(0.995)).toBeWithinUlp(2.5758293035489004, 64);
    expect(normalQuantile(0.75)).toBeWithinUlp(0.6744897501960817, 32);
    expect(normalQuantile(0.5)).toBe(0);
  });
});

describe('interval for kappa', () => {
  const likeness = [
    [2, 3, 0.03],
    [2, 10, 0.003],
    [3, 2, 0.03],
    [3, 10, 0.001],
    [64, 2, 2e-4],
    [768, 2, 2e-5],
    [768, 1000, 1e-8],
  ];

  it.each(likeness)(
    'is that of the gamma law for large kappa: p = %d, n = %d, tails to %d',
    (p, n, tolerance) => {
      // 2κ(n - R) is chi-squared with (n-1)(p-1) degrees of freedom.
      const rest = 1e-14;
      const [lower, upper] = kappaInterval(summary(p, n, 1, rest), 0.95);
      const shape = ((n - 1) * (p - 1)) / 2;
      expect(Math.abs(incompleteGamma(shape, lower * n * rest).lower / 0.025 - 1)).toBeLessThan(tolerance);
      expect(Math.abs(incompleteGamma(shape, upper * n * rest).upper / 0.025 - 1)).toBeLessThan(tolerance);
    },
  );

  it('grows with confidence, holds the marginal estimate, begins at 0 where R says no more', () => {
    for (const [p, n, rBar] of [
      [2, 5, 0.4],
      [3, 3, 0.58],
      [3, 10, 0.5],
      [64, 20, 0.23],
      [768, 10, 0.33],
      [768, 10, 0.9],
    ]) {
      let inner: readonly [number, number] | undefined;
      for (const confidence of [0.1, 0.5, 0.9, 0.99, 0.9999]) {
        const ends = kappaInterval(summary(p, n, rBar), confidence);
        const best = marginalConcentration(p, n, rBar);
        expect(ends[1]).toBeGreaterThan(ends[0]);
        if (confidence >= 0.5) {
          expect(ends[0]).toBeLessThanOrEqual(best);
          expect(ends[1]).toBeGreaterThan(best);
        }
        if (inner) {
          expect(ends[0]).toBeLessThanOrEqual(inner[0]);
          expect(ends[1]).toBeGreaterThan(inner[1]);
        }
        inner = ends;
      }
    }
    expect(kappaInterval(summary(768, 10, 0.317), 0.95)[0]).toBe(0);
    expect(kappaInterval(summary(768, 10, 0.4), 0.95)[0]).toBeGreaterThan(0);
  });

  it('does not jump where the estimate reaches 0', () => {
    for (const p of [2, 3, 64, 768]) {
      for (const n of [2, 3, 10, 100]) {
        const upper = [-1e-6, -1e-12, 1e-15, 1e-12, 1e-9, 1e-7, 9e-7, 1.1e-6, 1e-5].map(
          (excess) => kappaInterval(summary(p, n, Math.sqrt((1 + excess) / n)), 0.95)[1],
        );
        for (const value of upper) expect(Math.abs(value / upper[0] - 1)).toBeLessThan(2e-3);
      }
    }
  });
});

describe('cone for the mean direction', () => {
  it("is Fisher's for large kappa at p = 3", () => {
    for (const n of [2, 3, 5, 20, 1000]) {
      for (const confidence of [0.5, 0.95, 0.999]) {
        const rest = 1e-12;
        const alpha = 1 - confidence;
        const versine = (rest / (1 - rest)) * ((1 / alpha) ** (1 / (n - 1)) - 1);
        const half = 2 * Math.asin(Math.sqrt(versine / 2));
        const cone = meanDirectionCone(summary(3, n, 1 - rest, rest), confidence);
        // Beyond 700 standard errors only the cosine of the angle is known.
        const tolerance = n === 2 && confidence === 0.999 ? 1e-6 : 1e-9;
        expect(Math.abs(cone / half - 1)).toBeLessThan(tolerance);
      }
    }
  });

  it("is Watson's for large kappa in any dimension", () => {
    for (const [p, n] of [
      [2, 4],
      [10, 3],
      [768, 2],
      [768, 50],
    ]) {
      // (n-1) R (1 - cos θ)/(n - R) is F with p - 1 and (n-1)(p-1) degrees of freedom.
      const rest = 1e-14;
      const cone = meanDirectionCone(summary(p, n, 1 - rest, rest), 0.95);
      const ratio = ((n - 1) * (1 - rest) * 2 * Math.sin(cone / 2) ** 2) / rest;
      const tail = incompleteBeta((p - 1) / 2, ((n - 1) * (p - 1)) / 2, ratio / (n - 1)).upper;
      expect(Math.abs(tail / 0.05 - 1)).toBeLessThan(1e-8);
    }
  });

  it('is the whole sphere where the rows tell no direction, and shrinks as they agree', () => {
    for (const p of [2, 3, 64, 768]) {
      let before = Math.PI;
      for (const rBar of [0.2, 0.4, 0.6, 0.8, 0.9, 0.99, 0.9999]) {
        const cone = meanDirectionCone(summary(p, 12, rBar), 0.95);
        if (rBar === 0.2) expect(cone).toBe(Math.PI);
        expect(cone).toBeLessThanOrEqual(before);
        before = cone;
      }
      expect(before).toBeLessThan(0.02);
    }
  });
});

describe('by simulation, smaller than validation/BIAS.md and validation/COVERAGE.md', () => {
  it.each([
    { p: 3, n: 10, kappa: 3 },
    { p: 64, n: 10, kappa: 20 },
    { p: 768, n: 10, kappa: 200 },
  ])('bias at p = $p, n = $n, kappa = $kappa', (one) => {
    const { likelihood, marginal } = biasOf(one, 400, 11);
    expect(likelihood.bias).toBeGreaterThan(0.15);
    expect(Math.abs(marginal.bias)).toBeLessThan(likelihood.bias / 1.5);
    expect(marginal.error).toBeLessThan(likelihood.error);
  });

  it.each([
    { p: 2, n: 3, kappa: 2 },
    { p: 3, n: 5, kappa: 3 },
    { p: 64, n: 10, kappa: 20 },
    { p: 768, n: 5, kappa: 200 },
  ])('coverage at p = $p, n = $n, kappa = $kappa', (one) => {
    const count = 600;
    const { above, below, cone } = coverageOf(one, count, 5);
    // If the true coverage is 94 % at least, less than this has a probability of 1e-6.
    const least = 0.94 - 4.9 * Math.sqrt((0.94 * 0.06) / count);
    expect(1 - above - below).toBeGreaterThan(least);
    expect(cone).toBeGreaterThan(least);
    // If a tail is 2.5 %, more than this has a probability below 1e-6 (Poisson, mean 15: 36 or more, 4e-6; 38).
    expect(above * count).toBeLessThan(38);
    expect(below * count).toBeLessThan(38);
  });

  it('at p = 768 maximum likelihood lies outside its own interval', () => {
    const found = fit(sampledRows(direction(768), 200, 10, 3), { dimension: 768 });
    expect(found.distribution.kappa).toBeGreaterThan(1.3 * found.kappaInterval[1]);
    expect(found.kappaInterval[0]).toBeLessThan(200);
    expect(found.kappaInterval[1]).toBeGreaterThan(200);
  });
});
