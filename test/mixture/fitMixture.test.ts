import { describe, expect, it } from 'vitest';
import { concentration, fit, VonMisesFisher } from 'von-mises-fisher';
import {
  fitMixture,
  type MixtureFitOptions,
  type MixtureProgress,
  type MixtureState,
  VonMisesFisherMixture,
} from 'von-mises-fisher/mixture';
import { onBothSides } from '../kernels/onBothSides.ts';
import { publishedMethods } from '../support/publishedMethods.ts';
import { randomMixture, sparse, split } from './directions.ts';

const three = randomMixture(4, [20, 60, 200], [0.5, 0.3, 0.2], 3);
const rows = split(three.samples(300, { seed: 4 }), 4);
const start = three.components.map(({ mu }) => mu);
const exact = { tolerance: 1e-14, parameterTolerance: 1e-11, maxIterations: 20_000 } as const;
const flat = (data: readonly (readonly number[])[]) => Float64Array.from(data.flat());

/** Everything a mixture is made of, components in the order of their weights. */
function numbersOf(mixture: VonMisesFisherMixture): number[] {
  const order = Array.from(mixture.weights.keys()).sort((a, b) => mixture.weights[a] - mixture.weights[b]);
  return order.flatMap((k) => [mixture.weights[k], mixture.components[k].kappa, ...mixture.components[k].mu]);
}

function expectSameMixture(a: VonMisesFisherMixture, b: VonMisesFisherMixture, relative: number): void {
  const [x, y] = [numbersOf(a), numbersOf(b)];
  expect(x).toHaveLength(y.length);
  x.forEach((value, i) => {
    expect(Math.abs(value - y[i])).toBeLessThan(relative * Math.max(1, Math.abs(y[i])));
  });
}

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

describe('what has no maximum', () => {
  const same = Array.from({ length: 20 }, () => [0.6, 0.8, 0]);

  it('rows all equal: one component at the bound, reported', () => {
    for (const kind of ['soft', 'hard', 'stochastic'] as const) {
      const result = fitMixture(same, 3, { kind, seed: 1 });
      expect(result.degenerate).toEqual([0]);
      expect(result.removed).toBe(2);
      expect(result.mixture.components[0].kappa).toBe(1e8);
      expect(result.logLikelihood).toBeWithinUlp(
        20 * new VonMisesFisher([0.6, 0.8, 0], 1e8).logPdf([0.6, 0.8, 0]),
        64,
      );
      expect(result.converged).toBe(true);
    }
  });

  it('fewer rows than components: one each, reported', () => {
    const few = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const result = fitMixture(few, 10, { seed: 1 });
    expect(result.mixture.components).toHaveLength(3);
    expect(result.removed).toBe(7);
    expect(result.degenerate).toEqual([0, 1, 2]);
    expect(Number.isFinite(result.logLikelihood)).toBe(true);
    expect(result.aicc).toBe(Number.POSITIVE_INFINITY);
    const tied = fitMixture(few, 10, { seed: 1, weights: 'equal' });
    expect(tied.mixture.components).toHaveLength(10);
  });

  it('duplicates draw a component to the bound, which is reported; a sound maximum comes first', () => {
    const data = [...rows, ...Array.from({ length: 6 }, () => [0.5, -0.5, 0.5, -0.5])];
    const trapped = fitMixture(data, 4, { initialization: [...start, [0.5, -0.5, 0.5, -0.5]] });
    expect(trapped.degenerate).toEqual([3]);
    expect(trapped.mixture.components[3].kappa).toBe(1.5e8);
    const sound = fitMixture(data, 3, { seed: 3, restarts: 30 });
    expect(sound.degenerate).toEqual([]);
  });

  it('a prior keeps κ finite without any bound', () => {
    const { mixture, degenerate } = fitMixture(same, 1, { prior: 1 });
    expect(degenerate).toEqual([]);
    expect(mixture.components[0].kappa).toBeWithinUlp(concentration(3, 20 / 21), 64);
  });

  it('a component of two rows is called spurious', () => {
    const data = [...rows, [0.5, -0.5, 0.5, -0.5], [0.5, -0.5, 0.501, -0.499]];
    const result = fitMixture(data, 4, { initialization: [...start, [0.5, -0.5, 0.5, -0.5]] });
    expect(result.spurious).toEqual([3]);
    expect(result.degenerate).toEqual([]);
  });

  it('a single row apart from all others is reported, given or found', () => {
    const single = [0, 0, -1];
    const data = [...split(new VonMisesFisher([0, 0, 1], 50).samples(100, { seed: 1 }), 3), single];
    const starts = [[[0, 0, 1], single], 'farthest-first', 'k-means++'] as const;
    for (const initialization of starts) {
      const result = fitMixture(data, 2, { initialization, seed: 2 });
      const alone = result.mixture.predict([single])[0];
      expect(result.degenerate).toEqual([alone]);
      expect(result.mixture.components[alone].kappa).toBe(1e8);
      expect(result.mixture.weights[alone]).toBeWithinUlp(1 / 101, 2 ** 12);
      expect(result.restarts.runs[result.restarts.best].unsound).toBe(1);
    }
    // A prior bounds it, and noise takes the row without a component of its own.
    const bounded = fitMixture(data, 2, { initialization: starts[0], prior: 1 });
    expect(bounded.degenerate).toEqual([]);
    const noisy = fitMixture(data, 1, { noise: true, seed: 1 });
    expect(noisy.degenerate).toEqual([]);
    expect(noisy.mixture.predict([single])[0]).toBe(1);
  });

  it('antipodal rows: a direction that stays, κ = 0, no NaN', () => {
    const result = fitMixture(
      [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ],
      1,
      {},
    );
    expect(result.mixture.components[0].kappa).toBe(0);
    expect(result.logLikelihood).toBeWithinUlp(-4 * Math.log(2 * Math.PI), 4);
  });
});

describe('progress, abort and resume', () => {
  it('of one start, given or drawn, makes each pass once', () => {
    for (const options of [{ initialization: start }, { restarts: 1, seed: 1 }] as MixtureFitOptions[]) {
      const seen: MixtureProgress[] = [];
      const { trace, iterations, restarts } = fitMixture(rows, 3, {
        ...options,
        maxIterations: 6,
        tolerance: 0,
        onProgress: (p) => seen.push(p),
      });
      expect(iterations).toBe(6);
      expect(seen.map(({ objective }) => objective)).toEqual(trace);
      expect(seen.map(({ stage }) => stage)).toEqual(Array(7).fill('polish'));
      expect(restarts.runs).toHaveLength(1);
      expect(restarts.runs[0].shortObjective).toBe(trace[0]);
      expect(restarts.runs[0].objective).toBe(trace[6]);
    }
  });

  it('reports every pass', () => {
    const seen: MixtureProgress[] = [];
    const result = fitMixture(rows, 3, {
      seed: 1,
      restarts: 4,
      polish: 2,
      splitMerge: 2,
      onProgress: (p) => seen.push(p),
    });
    expect(new Set(seen.map(({ stage }) => stage))).toEqual(new Set(['short', 'polish', 'split-merge']));
    expect(seen.filter(({ stage, iteration }) => stage === 'short' && iteration === 1)).toHaveLength(4);
    expect(result.splitMerge.tried).toBe(2);
  });

  it('an abort loses nothing: going on gives the bits of never having stopped', () => {
    for (const kind of ['soft', 'hard', 'stochastic'] as const) {
      const options = { kind, seed: 7, restarts: 1, ...exact, maxIterations: 200 };
      const whole = fitMixture(rows, 4, options);
      const controller = new AbortController();
      const part = fitMixture(rows, 4, {
        ...options,
        signal: controller.signal,
        onProgress: ({ stage, iteration }) => {
          if (stage === 'polish' && iteration === 4) controller.abort();
        },
      });
      expect(part.aborted).toBe(whole.iterations > 3);
      expect(part.trace).toEqual(whole.trace.slice(0, 4));
      const state = JSON.parse(JSON.stringify(part.state));
      const rest = fitMixture(rows, 4, { ...options, resume: state });
      expect(rest.trace).toEqual(whole.trace);
      if (kind !== 'stochastic') expect(rest.mixture.toJSON()).toEqual(whole.mixture.toJSON());
    }
  });

  it('where the number of steps ended it, more of them give the bits of never having stopped', () => {
    for (const options of [{}, { sparsity: 5 }, { kind: 'stochastic', seed: 3 }] as MixtureFitOptions[]) {
      const all = { initialization: start, tolerance: 0, ...options };
      const whole = fitMixture(rows, 3, { ...all, maxIterations: 12 });
      const part = fitMixture(rows, 3, { ...all, maxIterations: 5 });
      expect(part.iterations).toBe(5);
      const rest = fitMixture(rows, 3, { ...all, maxIterations: 12, resume: part.state });
      expect(rest.trace).toEqual(whole.trace);
    }
  });

  it('a result goes on to that of more iterations, and one that had converged stays', () => {
    const options = { seed: 7, restarts: 1 };
    const whole = fitMixture(rows, 4, options);
    expect(whole.converged).toBe(true);
    for (const maxIterations of [0, 1, 5, whole.iterations, 1000]) {
      const { state } = fitMixture(rows, 4, { ...options, maxIterations });
      const rest = fitMixture(rows, 4, { ...options, resume: state });
      expect(rest.trace).toEqual(whole.trace);
      expect(rest.mixture.toJSON()).toEqual(whole.mixture.toJSON());
    }
  });

  it('every pass has a state to go on from, that of the best run so far', () => {
    const options = { seed: 3, restarts: 4, polish: 2, ...exact, maxIterations: 200 };
    let best = Number.NEGATIVE_INFINITY;
    const states: { state: MixtureState; best: number }[] = [];
    const whole = fitMixture(rows, 3, {
      ...options,
      onProgress: ({ objective, state }) => {
        best = Math.max(best, objective);
        states.push({ state: JSON.parse(JSON.stringify(state())), best });
      },
    });
    for (const { state, best: reached } of states.filter((_, i) => i % 5 === 0)) {
      const rest = fitMixture(rows, 3, { ...options, resume: state });
      // A run that was best goes up from there: to rounding.
      expect(rest.logLikelihood).toBeGreaterThanOrEqual(reached - 2 ** -40 * Math.abs(reached));
    }
    const last = states[states.length - 1];
    const { mixture } = fitMixture(rows, 3, { ...options, resume: last.state });
    expect(mixture.toJSON()).toEqual(whole.mixture.toJSON());
  });

  it('a state of a sample of the rows says nothing of its objective', () => {
    const many = randomMixture(3, [20, 40], [0.5, 0.5], 5).samples(20_100, { seed: 1 });
    const traces: { stage: string; run: number; runs: number; trace: readonly number[] }[] = [];
    fitMixture(many, 2, {
      ...{ dimension: 3, seed: 1, restarts: 2, polish: 1 },
      onProgress: ({ stage, run, runs, state }) => traces.push({ stage, run, runs, trace: state().trace }),
    });
    const onAll = ({ stage, run, runs }: (typeof traces)[number]) => stage === 'polish' && run === runs - 1;
    expect(traces.filter((step) => !onAll(step)).every(({ trace }) => trace.length === 0)).toBe(true);
    // The pass that ends the run is made again by who goes on.
    const lengths = traces.filter(onAll).map(({ trace }) => trace.length);
    expect(lengths).toEqual(lengths.map((_, i) => Math.min(i + 1, lengths.length - 1)));
  });

  it('names what is wrong with a state', () => {
    const { state } = fitMixture(rows, 3, { seed: 1 });
    const refused: [object, string][] = [
      [{ p: 1 }, 'resume must hold'],
      [{ weights: [0.5, 0.6, 0.1] }, 'resume must hold weights that add up to 1, got 1.2000000000000002'],
      [{ kappas: [1, -1, 1] }, 'resume must hold kappas that are finite and not negative, got -1'],
      [{ kappas: [1, null, 1] }, 'resume must hold kappas that are finite and not negative, got null'],
      [{ trace: ['a'] }, 'resume must hold a trace of finite numbers, got a'],
      [
        { directions: state.directions.map((x) => 2 * x) },
        'resume must hold directions of unit length, got norm',
      ],
      [{ noise: 2 }, 'resume must hold weights that add up to 1'],
      [{ random: [1] }, 'resume must hold a random state of'],
    ];
    for (const [wrong, message] of refused) {
      expect(() => fitMixture(rows, 3, { resume: { ...state, ...wrong } as MixtureState })).toThrow(
        `fitMixture: ${message}`,
      );
    }
    const other = (k: number, options: MixtureFitOptions) => () =>
      fitMixture(rows, k, { ...options, resume: state });
    expect(other(2, {})).toThrow('fitMixture: resume must hold 2 components or fewer, got 3');
    expect(other(4, { weights: 'equal' })).toThrow('fitMixture: resume must hold 4 components, got 3');
    expect(other(3, { noise: true })).toThrow('fitMixture: resume must hold noise as options say');
    expect(() => fitMixture(rows, 3, { resume: { ...state, trace: 1 } as unknown as MixtureState })).toThrow(
      new TypeError('fitMixture: resume must hold an array of trace, got number'),
    );
  });

  it('aborted before it begins, it makes one pass', () => {
    const result = fitMixture(rows, 3, { seed: 1, signal: AbortSignal.abort() });
    expect(result.aborted).toBe(true);
    expect(result.iterations).toBe(0);
    expect(Number.isFinite(result.logLikelihood)).toBe(true);
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

describe('errors', () => {
  const call =
    (options: object, k: unknown = 2, data: unknown = rows) =>
    () =>
      fitMixture(data as number[][], k as number, options as MixtureFitOptions);
  it.each([
    [call({}, 2, []), RangeError, 'data must have at least one row, got none'],
    [call({}, 2, null), TypeError, 'data must be a Float64Array'],
    [call({}, 2, new Float64Array(8)), TypeError, 'a flat Float64Array needs its dimension, got none'],
    [
      call({}, 2, [
        [1, 0],
        [Number.NaN, 0],
      ]),
      RangeError,
      'data[1][0] must be finite, got NaN',
    ],
    [
      call({}, 2, [
        [1, 0],
        [2, 0],
      ]),
      RangeError,
      'data[1] must have unit length, got norm 2',
    ],
    [
      call({ normalize: true }, 2, [
        [1, 0],
        [0, 0],
      ]),
      RangeError,
      'data[1] must have a direction, got only zeros',
    ],
    [call({}, 0), RangeError, 'k must be an integer of 1 or more, got 0'],
    [call({}, 1.5), RangeError, 'k must be an integer of 1 or more, got 1.5'],
    [call({}, '2'), TypeError, 'k must be a number, got string'],
    [call({ kind: 'firm' }), RangeError, 'kind must be one of soft, hard, stochastic, got firm'],
    [call({ concentration: 'equal' }), RangeError, 'concentration must be one of free, common, got equal'],
    [call({ concentration: -1 }), RangeError, 'concentration must be finite and not negative, got -1'],
    [call({ concentration: [1] }), RangeError, 'concentration must have length 2'],
    [call({ estimator: 'secant' }), RangeError, 'method must be one of exact'],
    [call({ weights: [0.5, 0.6] }), RangeError, 'weights must add up to 1, got 1.1'],
    [call({ weights: [1, 0] }), RangeError, 'weights[1] must be positive, got 0'],
    [call({ weights: 'given' }), TypeError, "weights must be 'estimated', 'equal' or an array"],
    [call({ sampleWeights: [1] }), RangeError, 'weights must have length 300'],
    [call({ sampleWeights: rows.map(() => 0) }), RangeError, 'sampleWeights must not all be 0'],
    [call({ labels: [0] }), RangeError, 'labels must have length 300, one for each row, got 1'],
    [call({ labels: rows.map(() => 2) }), RangeError, 'labels[0] must be an integer from -1 to 1, got 2'],
    [call({ labels: rows.map(() => -2) }), RangeError, 'labels[0] must be an integer from -1 to 1, got -2'],
    [call({ labels: rows.map(() => 3), noise: true }), RangeError, 'from -1 to 2, got 3'],
    [call({ labels: 'all' }), TypeError, 'labels must be an array of integers, got string'],
    [call({ noise: 1 }), RangeError, 'noise must lie between 0 and 1, got 1'],
    [call({ prior: -1 }), RangeError, 'prior must be finite and not negative, got -1'],
    [call({ maxKappa: 0 }), RangeError, 'maxKappa must be positive, got 0'],
    [call({ initialization: 'best' }), RangeError, 'initialization must be one of'],
    [call({ initialization: [[1, 0, 0, 0]] }), RangeError, 'initialization must hold 2 directions, got 1'],
    [
      call({
        initialization: [
          [1, 0, 0, 0],
          [1, 0],
        ],
      }),
      RangeError,
      'initialization[1] must have length 4, got 2',
    ],
    [
      call({ initialization: [0, 1] }),
      RangeError,
      'initialization must name a component for each of 300 rows',
    ],
    [
      call({ initialization: rows.map(() => 2) }),
      RangeError,
      'initialization[0] must be an integer from -1 to 1',
    ],
    [call({ initialization: three }), RangeError, 'initialization must be a mixture of 2 components'],
    [call({ restarts: 0 }), RangeError, 'restarts must be an integer of 1 or more, got 0'],
    [call({ tolerance: -1 }), RangeError, 'tolerance must not be negative, got -1'],
    [call({ seed: 1, random: Math.random }), TypeError, 'random and seed exclude each other'],
    [call({ resume: {} }), TypeError, 'resume must be a MixtureState of version 1'],
  ])('%#', (run, kind, message) => {
    expect(run).toThrow(kind);
    expect(run).toThrow(message);
  });
});
