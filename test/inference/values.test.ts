import { describe, expect, it } from 'vitest';
import {
  equalConcentrationsTest,
  equalMeanDirectionsTest,
  goodnessOfFitTest,
  meanDirectionTest,
  rayleighTest,
  SufficientStatistics,
  seededRandom,
  VonMisesFisher,
} from 'von-mises-fisher';
import { resultantTail } from '../../src/inference/resultantTail.ts';
import { tangentEllipticity } from '../../src/inference/tangentEllipticity.ts';
import { tangentSums } from '../../src/inference/tangentSums.ts';
import { rowSet } from '../../src/rows.ts';
import { incompleteBeta } from '../../src/special/incompleteBeta.ts';
import { integrate } from '../support/integrate.ts';

const axis = (p: number): Float64Array => new Float64Array(p).fill(1, 0, 1);
const sample = (p: number, kappa: number, n: number, seed: number): Float64Array =>
  new VonMisesFisher(axis(p), kappa).samples(n, { seed });
const onCircle = (angles: readonly number[]): number[][] =>
  angles.map((angle) => [Math.cos(angle), Math.sin(angle)]);
const near = (value: number, expected: number, relative: number): void => {
  expect(Math.abs(value / expected - 1), `${value}, expected ${expected}`).toBeLessThanOrEqual(relative);
};
const mean = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0) / x.length;
const variance = (x: readonly number[]): number =>
  x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0) / (x.length - 1);

describe('rayleighTest', () => {
  it('the statistics and the χ²₂ law, by hand', () => {
    const rows = onCircle([0, 0.5, 1, 3]);
    const rBar = Math.hypot(mean(rows.map(([x]) => x)), mean(rows.map(([, y]) => y)));
    const plain = 2 * 4 * rBar * rBar;
    const modified = (1 - 1 / 8) * plain + plain ** 2 / (8 * 4);
    const result = rayleighTest(rows);
    expect(result).toMatchObject({ p: 2, n: 4, law: 'chi-squared', degreesOfFreedom: [2] });
    expect(result.rBar).toBeWithinUlp(rBar, 4);
    expect(result.statistic).toBeWithinUlp(modified, 16);
    expect(result.pValue).toBeWithinUlp(Math.exp(-modified / 2), 16);
    expect(rayleighTest(rows, { method: 'plain' }).statistic).toBeWithinUlp(plain, 8);
  });

  it('tails that have left the range of doubles', () => {
    const { pValue, logPValue, statistic } = rayleighTest(sample(2, 100, 5000, 1), { dimension: 2 });
    expect(pValue).toBe(0);
    expect(logPValue).toBeWithinUlp(-statistic / 2, 4);
  });

  it('two rows: the saddlepoint law beside the exact one, of t = 2R̄² - 1', () => {
    for (const [p, error] of [
      [2, 0.25],
      [3, 0.12],
      [10, 0.05],
      [64, 0.05],
    ]) {
      for (const rBar of [0.5, 0.8, 0.95]) {
        const exact = incompleteBeta((p - 1) / 2, (p - 1) / 2, rBar ** 2 / (1 - rBar ** 2)).upper;
        near(resultantTail(p, 2, 1, rBar, p - 1).pValue, exact, error);
      }
    }
  });

  it('three rows in three dimensions: the exact law of a random flight', () => {
    // The length of the sum of three unit steps has the density: R²/2 for R < 1, R(3 - R)/4 from there on (Rayleigh 1919).
    for (const r of [1.2, 2, 2.7]) {
      const exact = integrate((x) => ((r + x) * (3 - r - x)) / 4, 3 - r);
      near(resultantTail(3, 3, 1, r / 3, 2).pValue, exact, 0.1);
    }
  });
});

describe('meanDirectionTest', () => {
  it('two rows: the conditional law beside the exact one', () => {
    for (const [p, error] of [
      [3, 0.15],
      [10, 0.05],
      [64, 0.05],
    ]) {
      // The sum of two uniform rows has the density (1 - R̄²)^((p-3)/2)/R̄ as a vector.
      const density = (s: number, cBar: number): number => {
        const square = cBar * cBar + s * s;
        return (s ** (p - 2) * (1 - square) ** ((p - 3) / 2)) / Math.sqrt(square);
      };
      for (const cBar of [0.2, 0.6, 0.9]) {
        const most = Math.sqrt(1 - cBar * cBar);
        for (const share of [0.3, 0.6]) {
          const f = (s: number): number => density(s, cBar);
          const exact = integrate((s) => f(share * most + s), (1 - share) * most) / integrate(f, most);
          near(resultantTail(p, 2, 1 - cBar, share * most, p - 2).pValue, exact, error);
        }
      }
    }
  });

  it('all methods become one as κ grows', () => {
    for (const p of [2, 3, 16]) {
      const data = sample(p, 1e15, 12, p);
      const mu0 = sample(p, 1e16, 1, p + 1);
      const [first, ...others] = (['conditional', 'likelihood-ratio', 'high-concentration'] as const).map(
        (method) => meanDirectionTest(data, mu0, { dimension: p, method }).pValue,
      );
      for (const value of others) near(value, first, 1e-6);
    }
  });

  it('the F test of Watson and Williams is that of Student for angles close together', () => {
    const angles = [1.2e-4, -0.3e-4, 2.1e-4, 0.4e-4, 1.7e-4];
    const f = (5 * mean(angles) ** 2) / variance(angles);
    const result = meanDirectionTest(onCircle(angles), [1, 0], { method: 'high-concentration' });
    near(result.statistic, f, 1e-6);
    // scipy.stats.ttest_1samp(angles, 0).pvalue
    near(result.pValue, 0.0790539925619713, 1e-6);
  });

  it('rejects the opposite direction, which all but C̄ alone would let pass', () => {
    const data = sample(3, 50, 10, 3);
    for (const method of ['conditional', 'likelihood-ratio'] as const) {
      expect(meanDirectionTest(data, [-1, 0, 0], { dimension: 3, method }).pValue).toBeLessThan(1e-8);
    }
    const { cBar, angle } = meanDirectionTest(data, [-1, 0, 0], { dimension: 3 });
    expect(cBar).toBeLessThan(-0.9);
    expect(angle).toBeGreaterThan(3);
  });
});

describe('equalMeanDirectionsTest', () => {
  const groups = [
    [0.3e-4, 1.1e-4, -0.6e-4, 0.9e-4],
    [1.3e-4, 0.8e-4, 2.2e-4, 1.9e-4, 1.4e-4],
    [0.2e-4, 0.7e-4, 0.6e-4],
  ];

  it('is the analysis of variance for angles close together', () => {
    for (const method of ['embedding', 'likelihood-ratio', 'watson-williams'] as const) {
      const { statistic, pValue, degreesOfFreedom } = equalMeanDirectionsTest(groups.map(onCircle), {
        method,
      });
      // scipy.stats.f_oneway(*groups)
      near(statistic, 4.835067468704272, 1e-6);
      near(pValue, 0.0374910614929208, 1e-6);
      near(degreesOfFreedom[0], 2, 1e-6);
      near(degreesOfFreedom[1], 9, 1e-6);
    }
  });

  it('heterogeneous: is the test of Welch for angles close together', () => {
    const weights = groups.map((angles) => angles.length / variance(angles));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const centre = groups.reduce((sum, angles, i) => sum + weights[i] * mean(angles), 0) / total;
    const between = groups.reduce((sum, angles, i) => sum + weights[i] * (mean(angles) - centre) ** 2, 0) / 2;
    const lambda = groups.reduce((sum, a, i) => sum + (1 - weights[i] / total) ** 2 / (a.length - 1), 0);
    const { statistic, degreesOfFreedom } = equalMeanDirectionsTest(groups.map(onCircle), {
      method: 'heterogeneous',
    });
    near(statistic, between / (1 + (2 * lambda) / 8), 1e-5);
    near(degreesOfFreedom[1], 8 / (3 * lambda), 1e-5);
  });

  it('permutation: the share of arrangements, all of them where they are few', () => {
    // Two groups of two: 3 ways to pair four rows; the given one separates best, so 1/3 of permutations reach it.
    const apart = [onCircle([0, 0.1]), onCircle([1, 1.1])];
    const { pValue } = equalMeanDirectionsTest(apart, { method: 'permutation', resamples: 9999, seed: 1 });
    expect(Math.abs(pValue - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / 9999));
    const again = equalMeanDirectionsTest(apart, { method: 'permutation', resamples: 9999, seed: 1 });
    expect(again.pValue).toBe(pValue);
  });
});

describe('equalConcentrationsTest', () => {
  it('is the test of Bartlett for angles close together', () => {
    const groups = [
      [0.3e-4, 1.1e-4, -0.6e-4, 0.9e-4],
      [1.3e-4, 0.8e-4, 4.2e-4, -1.9e-4, 3.4e-4],
      [0.2e-4, 0.7e-4, 0.6e-4],
    ];
    for (const method of ['bartlett', 'likelihood-ratio'] as const) {
      const { statistic, pValue } = equalConcentrationsTest(groups.map(onCircle), { method });
      // scipy.stats.bartlett(*groups)
      if (method === 'bartlett') near(statistic, 7.824199866612465, 1e-6);
      if (method === 'bartlett') near(pValue, 0.01999846150161575, 1e-6);
      near(statistic, 7.824199866612465, 0.2); // the likelihood ratio leaves its factor out where some ν <= 2
    }
  });

  it('finds κ of each group and of all', () => {
    const result = equalConcentrationsTest([sample(16, 20, 400, 1), sample(16, 80, 400, 2)], {
      dimension: 16,
    });
    near(result.groups[0].kappa, 20, 0.05);
    near(result.groups[1].kappa, 80, 0.05);
    expect(result.kappa).toBeGreaterThan(20);
    expect(result.kappa).toBeLessThan(80);
    expect(result.pValue).toBeLessThan(1e-100);
  });
});

describe('goodnessOfFitTest', () => {
  it.each([
    [13, 4],
    [9, 12],
  ])('ellipticity from its double sum, n = %i, p = %i', (n, p) => {
    const data = sample(p, 3 * p, n, 7);
    const statistics = new SufficientStatistics(p).add(data);
    const m = statistics.meanDirection;
    const z = Array.from({ length: n }, (_, i) => {
      const row = data.subarray(i * p, (i + 1) * p);
      const t = row.reduce((sum, value, j) => sum + value * m[j], 0);
      return row.map((value, j) => value - t * m[j]);
    });
    const dot = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, value, j) => sum + value * b[j], 0);
    const s = z.map((row) => dot(row, row));
    const total = s.reduce((sum, value) => sum + value, 0);
    const second = s.reduce((sum, value) => sum + value * value, 0);
    const d = p - 1;
    let [q, expectation, spread] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (i === j) continue;
        const shift = (-s[i] * s[j] * total) / (total ** 2 - second);
        q += (dot(z[i], z[j]) - shift) ** 2;
        expectation += (s[i] * s[j] + shift ** 2) / d;
        spread += (4 * (d - 1) * (s[i] * s[j]) ** 2) / (d * d * (d + 2));
      }
    }
    const sums = tangentSums('test', rowSet('test', data, p), false, m);
    const { statistic, degreesOfFreedom: f } = tangentEllipticity(p, sums);
    const expected = f + (Math.sqrt(2 * f) * (q - expectation)) / Math.sqrt(spread);
    expect(expected).toBeGreaterThan(0); // below that the statistic is 0
    near(statistic, expected, 1e-10);
  });

  it('rejects what is not von Mises-Fisher, each component its own kind', () => {
    const random = seededRandom(11);
    const [narrow, wide] = [new VonMisesFisher([1, 0, 0], 60), new VonMisesFisher([1, 0, 0], 4)];
    const aside = new VonMisesFisher([0.5, Math.sqrt(0.75), 0], 5);
    const mixture = (a: VonMisesFisher, b: VonMisesFisher): Float64Array[] =>
      Array.from({ length: 300 }, () => (random() < 0.5 ? a : b).sample(random));
    const tails = goodnessOfFitTest(mixture(narrow, wide)).components;
    expect(tails.dispersion.pValue).toBeLessThan(1e-6);
    expect(tails.skewness.pValue).toBeGreaterThan(1e-3);
    const leaning = goodnessOfFitTest(mixture(narrow, aside)).components;
    expect(leaning.skewness.pValue).toBeLessThan(1e-6);
    const twoOfAKind = goodnessOfFitTest(mixture(narrow, new VonMisesFisher([0.8, 0.6, 0], 60))).components;
    expect(twoOfAKind.ellipticity?.pValue).toBeLessThan(1e-6);
  });
});
