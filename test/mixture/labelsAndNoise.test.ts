import { describe, expect, it } from 'vitest';
import { fit } from 'von-mises-fisher';
import { fitMixture } from 'von-mises-fisher/mixture';
import { randomMixture, split } from './directions.ts';
import { rows, start, three } from './threeComponents.ts';

describe('labels', () => {
  it('that say nothing change nothing, to the bit', () => {
    const options = { initialization: start, maxIterations: 30 };
    const without = fitMixture(rows, 3, options);
    const unknown = fitMixture(rows, 3, { ...options, labels: rows.map(() => -1) });
    expect(unknown.trace).toEqual(without.trace);
    expect(unknown.mixture.toJSON()).toEqual(without.mixture.toJSON());
  });

  it('keep rows in their component, numbered as they say', () => {
    const truth = three.predict(rows);
    const labels = truth.map((label, i) => (i % 10 === 0 ? label : -1));
    const { mixture, responsibilities = new Float64Array(0) } = fitMixture(rows, 3, {
      labels,
      seed: 1,
      responsibilities: true,
    });
    labels.forEach((label, i) => {
      if (label >= 0) expect(responsibilities[i * 3 + label]).toBe(1);
    });
    for (let k = 0; k < 3; k++) {
      const cosine = mixture.components[k].mu.reduce((sum, x, j) => sum + x * start[k][j], 0);
      expect(cosine).toBeGreaterThan(0.98);
    }
  });

  it('of all rows give each class its own fit', () => {
    const labels = three.predict(rows);
    const { mixture, logLikelihood } = fitMixture(rows, 3, { labels });
    let expected = 0;
    for (let k = 0; k < 3; k++) {
      const own = fit(rows.filter((_, i) => labels[i] === k));
      expect(mixture.components[k].kappa).toBeWithinUlp(own.distribution.kappa, 2 ** 10);
      expected += own.logLikelihood + own.n * Math.log(own.n / 300);
    }
    expect(logLikelihood).toBeWithinUlp(expected, 2 ** 10);
  });

  it('of a class whose rows all have weight 0 give no NaN', () => {
    for (const kind of ['soft', 'hard', 'stochastic'] as const) {
      const { responsibilities, mixture, logLikelihood } = fitMixture(
        [
          [1, 0],
          [0.8, 0.6],
          [0, 1],
          [-1, 0],
        ],
        2,
        {
          kind,
          labels: [0, 0, 1, -1],
          sampleWeights: [1, 1, 0, 1],
          initialization: [0, 0, 0, 0],
          responsibilities: true,
        },
      );
      expect(responsibilities?.slice(4, 6)).toEqual(Float64Array.of(0, 1));
      expect(Number.isFinite(logLikelihood)).toBe(true);
      expect(mixture.weights[0] + mixture.weights[1]).toBeWithinUlp(1, 4);
    }
  });

  it('k stands for noise; a class without rows keeps its place', () => {
    const labels = rows.map((_, i) => (i < 50 ? 3 : i < 100 ? 1 : -1));
    const { mixture } = fitMixture(rows, 3, { labels, noise: true, seed: 3 });
    expect(mixture.noise).toBeGreaterThanOrEqual(50 / 300 - 1e-12);
    expect(mixture.components).toHaveLength(3);
    const all = fitMixture(rows, 3, { labels: rows.map(() => 2), seed: 3 });
    expect(all.mixture.weights).toEqual(Float64Array.of(0, 0, 1));
    expect(all.removed).toBe(0);
  });
});

describe('noise', () => {
  it('takes what no component explains', () => {
    const noisy = randomMixture(3, [100, 200], [0.4, 0.3], 2, 0.3);
    const data = split(noisy.samples(2000, { seed: 3 }), 3);
    const { mixture, df } = fitMixture(data, 2, { noise: true, seed: 1 });
    expect(Math.abs((mixture.noise ?? 0) - 0.3)).toBeLessThan(0.05);
    expect(df).toBe(2 * 3 + 1 + 1);
    expect(mixture.predict([data[0]])[0]).toBeLessThanOrEqual(2);
    const given = fitMixture(data, 2, { noise: 0.25, seed: 1 });
    expect(given.mixture.noise).toBe(0.25);
    expect(given.df).toBe(7);
  });
});
