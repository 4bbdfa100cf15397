import { describe, expect, it } from 'vitest';
import { concentration, fit, VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, type MixtureFitOptions, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { onBothSides } from '../kernels/onBothSides.ts';
import { publishedMethods } from '../support/publishedMethods.ts';
import { randomMixture, sparse, split } from './directions.ts';
import { exact, expectSameMixture, flat, numbersOf, rows, start, three } from './threeComponents.ts';

describe('one component', () => {
  it.each(['soft', 'hard', 'stochastic'] as const)('%s: is what fit finds', (kind) => {
    const sampleWeights = rows.map((_, i) => 1 + (i % 3));
    const single = fit(rows, { weights: sampleWeights });
    const result = fitMixture(rows, 1, { kind, sampleWeights, seed: 1 });
    expect(result.logLikelihood).toBeWithinUlp(single.logLikelihood, 64);
    expect(result.mixture.components[0].kappa).toBeWithinUlp(single.distribution.kappa, 64);
    expect(result.bic).toBeWithinUlp(single.bic, 64);
    expect(result.aic).toBeWithinUlp(single.aic, 64);
    expect(result.df).toBe(4);
    expect(result.mixture.weights).toEqual(Float64Array.of(1));
  });

  it('of rows that lie within a nanoradian keeps the digits of κ', () => {
    const tight = split(new VonMisesFisher([0.6, 0, 0.8], 1e17).samples(100, { seed: 3 }), 3);
    const single = fit(tight);
    const { mixture } = fitMixture(tight, 1, { maxKappa: 1e20, ...exact });
    expect(mixture.components[0].kappa).toBeWithinUlp(single.distribution.kappa, 2 ** 24);
  });
});

describe('the fixed point', () => {
  it.each([
    { options: {} },
    { options: { noise: true } },
    { options: { noise: true, concentration: 'common' } },
    { options: { prior: 3 } },
    { options: { concentration: 'common' } },
    { options: { weights: 'equal' } },
    { options: { weights: [0.2, 0.3, 0.5], noise: 0.1 } },
    { options: { concentration: [10, 20, 30] } },
  ] as { options: MixtureFitOptions }[])('solves the equations of EM: $options', ({ options }) => {
    const { mixture, converged } = fitMixture(rows, 3, { initialization: start, ...exact, ...options });
    expect(converged).toBe(true);
    const shares = mixture.responsibilities(rows);
    const columns = 3 + (mixture.noise === undefined ? 0 : 1);
    const sums = [0, 1, 2].map((k) => {
      const sum = [0, 0, 0, 0];
      let weight = 0;
      rows.forEach((row, i) => {
        weight += shares[i * columns + k];
        row.forEach((x, j) => {
          sum[j] += x * shares[i * columns + k];
        });
      });
      return { weight, sum, length: Math.hypot(...sum) };
    });
    const nu = (options.prior as number) ?? 0;
    const all = sums.reduce((total, { weight }) => total + weight, 0);
    const pooled = sums.reduce((total, { length }) => total + length, 0) / all;
    sums.forEach(({ weight, sum, length }, k) => {
      const { mu, kappa } = mixture.components[k];
      sum.forEach((x, j) => {
        expect(Math.abs(x / length - mu[j])).toBeLessThan(1e-9);
      });
      const given = options.concentration;
      const expected =
        given === 'common'
          ? concentration(4, pooled)
          : Array.isArray(given)
            ? given[k]
            : concentration(4, length / (weight + nu));
      expect(Math.abs(kappa / expected - 1)).toBeLessThan(1e-9);
      const share =
        options.weights === 'equal'
          ? 1 / 3
          : Array.isArray(options.weights)
            ? 0.9 * options.weights[k]
            : weight / 300;
      expect(Math.abs(mixture.weights[k] - share)).toBeLessThan(1e-9);
    });
  });
});

describe('the trace', () => {
  it.each(['soft', 'hard'] as const)('%s: never falls, and ends at the result', (kind) => {
    for (const options of [
      {},
      { noise: true },
      { prior: 5 },
      { concentration: 'common' },
    ] as MixtureFitOptions[]) {
      const result = fitMixture(rows, 5, { kind, seed: 2, ...options });
      for (let t = 1; t < result.trace.length; t++) {
        expect(result.trace[t]).toBeGreaterThanOrEqual(
          result.trace[t - 1] - 1e-10 * Math.abs(result.trace[t]),
        );
      }
      expect(result.trace).toHaveLength(result.iterations + 1);
      if (options.prior === undefined) {
        expect(result.trace.at(-1)).toBe(
          kind === 'hard' ? result.classificationLogLikelihood : result.logLikelihood,
        );
      }
      const logs = result.mixture.logPdf(rows);
      expect(result.logLikelihood).toBeWithinUlp(
        logs.reduce((sum, log) => sum + log, 0),
        2 ** 12,
      );
    }
  });

  it('stochastic: the result is the best of it', () => {
    const result = fitMixture(rows, 3, { kind: 'stochastic', seed: 2 });
    expect(result.logLikelihood).toBe(Math.max(...result.trace));
    expect(result.converged).toBe(true);
    expect(result.logLikelihood).toBeGreaterThan(fitMixture(rows, 3, { seed: 2 }).logLikelihood - 5);
  });
});

describe('rows', () => {
  const options = { initialization: start, ...exact };
  const expected = fitMixture(rows, 3, options);

  it('flat, sparse, in single precision or of any length give the same mixture', () => {
    const single = Float32Array.from(flat(rows));
    const scaled = rows.map((row, i) => row.map((x) => x * (0.01 + i)));
    expect(fitMixture(flat(rows), 3, { ...options, dimension: 4 }).mixture.toJSON()).toEqual(
      expected.mixture.toJSON(),
    );
    expectSameMixture(fitMixture(sparse(rows), 3, options).mixture, expected.mixture, 1e-9);
    expectSameMixture(fitMixture(scaled, 3, { ...options, normalize: true }).mixture, expected.mixture, 1e-9);
    const ofSingle = fitMixture(single, 3, { ...options, dimension: 4 }).mixture;
    expectSameMixture(ofSingle, fitMixture(split(single, 4), 3, options).mixture, 1e-9);
    expectSameMixture(ofSingle, expected.mixture, 1e-5);
  });

  it('of weight 2 are rows twice, of weight 0 none', () => {
    const sampleWeights = rows.map((_, i) => i % 3);
    const repeated = rows.flatMap((row, i) => Array(i % 3).fill(row));
    const weighted = fitMixture(rows, 3, { ...options, sampleWeights });
    const twice = fitMixture(repeated, 3, options);
    expectSameMixture(weighted.mixture, twice.mixture, 1e-9);
    expect(weighted.logLikelihood).toBeWithinUlp(twice.logLikelihood, 2 ** 12);
    expect(weighted.bic).toBeWithinUlp(twice.bic, 2 ** 12);
    expect(weighted.weight).toBe(twice.n);
  });

  it('turned give the mixture turned', () => {
    // Two Householder reflections make a rotation.
    const reflect = (v: readonly number[], row: readonly number[]) => {
      const factor = (2 * v.reduce((s, x, j) => s + x * row[j], 0)) / v.reduce((s, x) => s + x * x, 0);
      return row.map((x, j) => x - factor * v[j]);
    };
    const turn = (row: ArrayLike<number>) =>
      reflect([1, -2, 3, 0.5], reflect([0.3, 1, 1, -4], Array.from(row)));
    const turned = fitMixture(rows.map(turn), 3, { ...options, initialization: start.map(turn) });
    const back = new VonMisesFisherMixture(
      expected.mixture.weights,
      expected.mixture.components.map(({ mu, kappa }) => new VonMisesFisher(turn(mu), kappa)),
    );
    expectSameMixture(turned.mixture, back, 1e-9);
    expect(turned.logLikelihood).toBeWithinUlp(expected.logLikelihood, 2 ** 12);
  });

  it('in another order give the same mixture', () => {
    expectSameMixture(fitMixture([...rows].reverse(), 3, options).mixture, expected.mixture, 1e-9);
  });
});

describe('the seed', () => {
  it('decides every bit, with WebAssembly or without', () => {
    for (const kind of ['soft', 'hard', 'stochastic'] as const) {
      const bits = onBothSides(() =>
        Float64Array.from(numbersOf(fitMixture(rows, 4, { kind, seed: 9, splitMerge: 3 }).mixture)),
      );
      expect(Array.from(bits)).toEqual(
        numbersOf(fitMixture(rows, 4, { kind, seed: 9, splitMerge: 3 }).mixture),
      );
    }
  });

  it.each([
    'k-means++',
    'random-rows',
    'random-assignment',
    'farthest-first',
    'central-farthest-first',
    'spherical-k-means',
  ] as const)('%s finds the three components', (initialization) => {
    const { mixture, restarts } = fitMixture(rows, 3, { initialization, seed: 5, restarts: 20 });
    const best = fitMixture(rows, 3, { initialization: start });
    expectSameMixture(mixture, best.mixture, 2e-2);
    expect(restarts.runs).toHaveLength(20);
    expect(restarts.polished).toBe(3);
    expect(restarts.runs[restarts.best].objective).toBe(
      Math.max(...restarts.runs.map((run) => run.objective ?? -1e9)),
    );
    expect(restarts.reached).toBeGreaterThanOrEqual(1);
  });

  it('central-farthest-first leaves nothing to chance, and begins where the sum of cosines is largest', () => {
    const [a, b] = [1, 2].map((seed) =>
      fitMixture(rows, 3, { initialization: 'central-farthest-first', seed }),
    );
    expect(a.mixture.toJSON()).toEqual(b.mixture.toJSON());
    expect(a.restarts.runs).toHaveLength(1);
    const cosine = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, j) => sum + v * y[j], 0);
    const sums = rows.map((row) => rows.reduce((sum, other) => sum + cosine(row, other), 0));
    const chosen = [rows[sums.indexOf(Math.max(...sums))]];
    while (chosen.length < 3) {
      const gaps = rows.map((row) => Math.min(...chosen.map((other) => 1 - cosine(row, other))));
      chosen.push(rows[gaps.indexOf(Math.max(...gaps))]);
    }
    expect(a.trace).toEqual(fitMixture(rows, 3, { initialization: chosen }).trace);
  });

  it('starts by cosine: the lengths of rows do not matter', () => {
    const scaled = rows.map((row, i) => row.map((x) => x * 2 ** ((i % 40) - 20)));
    for (const initialization of ['k-means++', 'spherical-k-means', 'farthest-first'] as const) {
      const options = { initialization, seed: 6, normalize: true };
      const plain = fitMixture(rows, 3, options);
      const other = fitMixture(scaled, 3, options);
      expectSameMixture(other.mixture, plain.mixture, 1e-6);
      other.restarts.runs.forEach((run, i) => {
        expect(Math.abs(run.shortObjective / plain.restarts.runs[i].shortObjective - 1)).toBeLessThan(1e-9);
      });
    }
  });

  it('starts from given directions, labels or a mixture alike', () => {
    const labels = three.predict(rows);
    const found = [start, Array.from(labels), labels, three].map((initialization) =>
      fitMixture(rows, 3, { initialization, ...exact }),
    );
    for (const { mixture, restarts } of found) {
      expectSameMixture(mixture, found[0].mixture, 1e-8);
      expect(restarts.runs).toHaveLength(1);
    }
  });
});

describe('many rows', () => {
  it('try starts on a sample, and end on all of them', () => {
    const many = three.samples(25_000, { seed: 6 });
    const { restarts, mixture, logLikelihood, n } = fitMixture(many, 3, {
      dimension: 4,
      seed: 1,
      restarts: 4,
      polish: 2,
    });
    expect(restarts.runs.map((run) => run.rows)).toEqual([20_000, 20_000, 20_000, 20_000]);
    expect(restarts.polished).toBe(2);
    expect(n).toBe(25_000);
    expect(logLikelihood).toBeWithinUlp(25_000 * mixture.score(many), 2 ** 14);
    const best = fitMixture(many, 3, { dimension: 4, initialization: three });
    expect(Math.abs(logLikelihood / best.logLikelihood - 1)).toBeLessThan(1e-6);
  });
});

describe('estimators', () => {
  it.each(['exact', ...publishedMethods] as const)('%s: is that of concentration', (estimator) => {
    const { rBar } = fit(rows);
    const { mixture } = fitMixture(rows, 1, { estimator });
    expect(mixture.components[0].kappa).toBeWithinUlp(concentration(4, rBar, { method: estimator }), 2 ** 10);
  });
});

describe('split and merge', () => {
  it('gets out of a maximum where two components share one cluster and one covers two', () => {
    const law = randomMixture(3, [200, 200, 200], [1 / 3, 1 / 3, 1 / 3], 12);
    const data = split(law.samples(300, { seed: 1 }), 3);
    const [a, b, c] = law.components.map(({ mu }) => mu);
    const between = b.map((x, j) => x + c[j]);
    const length = Math.hypot(...between);
    const near = Array.from(a).map((x, j) => x + 0.03 * b[j]);
    const trap = [a, near.map((x) => x / Math.hypot(...near)), between.map((x) => x / length)];
    const stuck = fitMixture(data, 3, { initialization: trap });
    const freed = fitMixture(data, 3, { initialization: trap, splitMerge: 5, seed: 1 });
    const best = fitMixture(data, 3, { initialization: [a, b, c] });
    expect(stuck.logLikelihood).toBeLessThan(best.logLikelihood - 10);
    expect(freed.splitMerge.accepted).toBeGreaterThanOrEqual(1);
    expect(Math.abs(freed.logLikelihood - best.logLikelihood)).toBeLessThan(1e-3);
  });
});
