import { describe, expect, it } from 'vitest';
import { logNormalizer, seededRandom, VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { chiSquareSurvival } from '../support/chiSquareSurvival.ts';
import { digest } from '../support/digest.ts';
import { randomMixture, sparse, split } from './directions.ts';

/** log Σ e^x, the largest term apart. */
const logSum = (terms: readonly number[]): number => {
  const most = Math.max(...terms);
  return most + Math.log(terms.reduce((sum, x) => sum + Math.exp(x - most), 0));
};

/** log α_k f_k(x), each density by VonMisesFisher, which no matrix product computes. */
const jointLogs = (mixture: VonMisesFisherMixture, x: ArrayLike<number>): number[] => {
  const logs = mixture.components.map((law, k) => Math.log(mixture.weights[k]) + law.logPdf(x));
  if (mixture.noise !== undefined) logs.push(Math.log(mixture.noise) + logNormalizer(mixture.p, 0));
  return logs;
};

const cases = [
  { p: 2, kappas: [1, 30], noise: undefined },
  { p: 3, kappas: [0, 5, 2000], noise: 0.1 },
  { p: 17, kappas: [3, 20_000, 16_383, 1e7], noise: undefined },
  { p: 256, kappas: [10, 200, 500, 1e6, 1e9], noise: 0.05 },
  { p: 4096, kappas: [100, 4000, 1e5], noise: undefined },
];

describe('logPdf and responsibilities', () => {
  it.each(cases)('p = $p, κ = $kappas: those of the components one by one', ({ p, kappas, noise }) => {
    const weights = kappas.map(() => (1 - (noise ?? 0)) / kappas.length);
    const mixture = randomMixture(p, kappas, weights, p, noise);
    const rows = split(mixture.samples(60, { seed: 3 }), p);
    const out = mixture.logPdf(rows);
    const shares = mixture.responsibilities(rows);
    const columns = kappas.length + (noise === undefined ? 0 : 1);
    const predicted = mixture.predict(rows);
    rows.forEach((row, i) => {
      const logs = jointLogs(mixture, row);
      const expected = logSum(logs);
      // κ μᵀx is a sum of p products whose roundings add up to about √p/3 of κ 2^-53, here allowed three times;
      // log C is rounded once on either side.
      const size = Math.max(
        ...kappas.map((kappa) => Math.sqrt(p) * kappa + 4 * Math.abs(logNormalizer(p, kappa)) + 16),
      );
      expect(Math.abs(out[i] - expected)).toBeLessThan(2 ** -53 * size);
      expect(mixture.logPdf(row)).toBe(out[i]);
      const here = Array.from(shares.subarray(i * columns, (i + 1) * columns));
      expect(here.reduce((sum, share) => sum + share, 0)).toBeWithinUlp(1, 4 * columns);
      here.forEach((share, k) => {
        expect(Math.abs(share - Math.exp(logs[k] - expected))).toBeLessThan(2 ** -53 * size);
      });
      expect(predicted[i]).toBe(here.indexOf(Math.max(...here)));
    });
  });

  it('keeps its relative accuracy for huge κ, row by row', () => {
    const mu = [0.6, 0.8, 0];
    const mixture = new VonMisesFisherMixture(
      [0.5, 0.5],
      [new VonMisesFisher(mu, 1e14), new VonMisesFisher([0, 0, 1], 3)],
    );
    const near = [0.6, 0.8, 1e-7];
    const law = new VonMisesFisher(mu, 1e14);
    expect(mixture.logPdf(near)).toBeWithinUlp(law.logPdf(near) - Math.LN2, 2);
    expect(law.logPdf(near) - law.logPdf(mu)).toBeWithinUlp(-0.5, 64);
  });

  it('is the same for flat, separate, sparse and single-precision rows', () => {
    const mixture = randomMixture(5, [3, 40, 20_000], [0.2, 0.3, 0.5], 4, undefined);
    const flat = mixture.samples(300, { seed: 5 });
    const rows = split(flat, 5);
    const expected = mixture.logPdf(rows);
    expect(mixture.logPdf(flat, { out: new Float64Array(300) })).toEqual(expected);
    const bySparse = mixture.logPdf(sparse(rows));
    for (let i = 0; i < 300; i++) expect(Math.abs(bySparse[i] - expected[i])).toBeLessThan(1e-11);
    const single = Float32Array.from(flat);
    const bySingle = mixture.logPdf(single, { out: new Float64Array(300) });
    const asRows = mixture.logPdf(split(single, 5));
    for (let i = 0; i < 300; i++) expect(Math.abs(bySingle[i] - asRows[i])).toBeLessThan(1e-9);
  });

  it('counts rows as directions: lengths do not matter where normalize allows them', () => {
    const mixture = randomMixture(4, [3, 40_000], [0.2, 0.8], 4);
    const rows = split(mixture.samples(40, { seed: 1 }), 4);
    const scaled = rows.map((row, i) => row.map((x) => x * 10 ** (i - 20)));
    const plain = mixture.logPdf(rows);
    mixture.logPdf(scaled, { normalize: true }).forEach((log, i) => {
      expect(Math.abs(log - plain[i])).toBeLessThan(1e-10);
    });
    expect(() => mixture.logPdf(scaled)).toThrow('logPdf: data[0] must have unit length, got norm 1');
  });

  it('relative to the uniform distribution differs by log C(0); the score is the mean, weighted', () => {
    const mixture = randomMixture(6, [3, 40], [0.2, 0.8], 4);
    const rows = split(mixture.samples(30, { seed: 1 }), 6);
    const logs = mixture.logPdf(rows);
    const uniform = mixture.logPdf(rows, { measure: 'uniform' });
    expect(uniform).toEqual(logs.map((log) => log - logNormalizer(6, 0)));
    const sampleWeights = rows.map((_, i) => i % 3);
    const total = logs.reduce((sum, log, i) => sum + log * sampleWeights[i], 0);
    expect(mixture.score(rows, { sampleWeights })).toBeWithinUlp(total / 30, 8);
    expect(mixture.score(rows)).toBeWithinUlp(logs.reduce((sum, log) => sum + log, 0) / 30, 8);
  });

  it('a component of weight 0 takes part in nothing', () => {
    const [a, b] = [new VonMisesFisher([1, 0], 3), new VonMisesFisher([0, 1], 9)];
    const mixture = new VonMisesFisherMixture([1, 0], [a, b]);
    expect(Array.from(mixture.responsibilities([[0, 1]]))).toEqual([1, 0]);
    expect(mixture.logPdf([0, 1])).toBeWithinUlp(a.logPdf([0, 1]), 2);
    expect(new Set(mixture.samplesWithComponents(1000, { seed: 2 }).components)).toEqual(new Set([0]));
  });
});

describe('samples', () => {
  it('come from the components in proportion to their weights, and from noise', () => {
    const mixture = randomMixture(3, [50, 50, 200], [0.2, 0.3, 0.4], 8, 0.1);
    const { samples, components } = mixture.samplesWithComponents(20_000, { seed: 7 });
    const counts = [0, 0, 0, 0];
    for (const k of components) counts[k]++;
    const statistic = [0.2, 0.3, 0.4, 0.1]
      .map((w) => w * 20_000)
      .reduce((sum, expected, k) => sum + (counts[k] - expected) ** 2 / expected, 0);
    expect(chiSquareSurvival(statistic, 3)).toBeGreaterThan(1e-6);
    const rows = split(samples, 3);
    for (let k = 0; k < 3; k++) {
      const { mu, meanResultantLength } = mixture.components[k];
      const own = rows.filter((_, i) => components[i] === k);
      const mean =
        own.reduce((sum, row) => sum + row.reduce((dot, x, j) => dot + x * mu[j], 0), 0) / own.length;
      expect(Math.abs(mean - meanResultantLength)).toBeLessThan(0.01);
    }
  });

  it('are those of the seed, from release to release', () => {
    const mixture = randomMixture(4, [5, 100], [0.3, 0.7], 1, undefined);
    const samples = mixture.samples(100, { seed: 11 });
    expect(samples).toEqual(mixture.samples(100, { random: seededRandom(11) }));
    expect(samples).toEqual(mixture.samplesWithComponents(100, { seed: 11 }).samples);
    expect(digest(samples)).toBe('fed4b66b2627b1a2');
  });
});

it('one at a time are the first of many, and other ones each time', () => {
  const mixture = randomMixture(4, [5, 100], [0.3, 0.7], 1, undefined);
  const random = seededRandom(3);
  const one = mixture.sample(random);
  expect(one).toEqual(mixture.samples(1, { seed: 3 }));
  expect(mixture.sample(random)).not.toEqual(one);
  expect(Math.hypot(...mixture.sample())).toBeWithinUlp(1, 4);
});

describe('thousands of components', () => {
  const k = 3000;
  const many = randomMixture(6, Array(k).fill(400), Array(k).fill(1 / k), 8);
  const { samples, components } = many.samplesWithComponents(400, { seed: 2 });

  it('density, responsibilities and prediction are those of the components one by one', () => {
    const shares = many.responsibilities(samples);
    const logs = many.logPdf(samples, { out: new Float64Array(400) });
    const predicted = many.predict(samples);
    for (let i = 0; i < 400; i += 40) {
      const row = samples.slice(i * 6, (i + 1) * 6);
      const expected = jointLogs(many, row);
      const log = logSum(expected);
      expect(Math.abs(logs[i] - log)).toBeLessThan(1e-11);
      const here = shares.subarray(i * k, (i + 1) * k);
      expect(here.reduce((sum, share) => sum + share, 0)).toBeWithinUlp(1, 4 * k);
      here.forEach((share, c) => {
        expect(Math.abs(share - Math.exp(expected[c] - log))).toBeLessThan(1e-11);
      });
      expect(predicted[i]).toBe(here.indexOf(Math.max(...here)));
    }
    expect(predicted.filter((label, i) => label === components[i]).length).toBeGreaterThan(200);
  });

  it('as JSON, pruned and merged', () => {
    const copy = VonMisesFisherMixture.fromJSON(JSON.parse(JSON.stringify(many)));
    expect(copy.logPdf(samples, { out: new Float64Array(400) })).toEqual(
      many.logPdf(samples, { out: new Float64Array(400) }),
    );
    expect(many.merge(0, k - 1).components).toHaveLength(k - 1);
    expect(many.prune(1e-4).components).toHaveLength(k);
  });

  it('are fitted', () => {
    const rows = many.samples(6000, { seed: 5 });
    const { mixture, trace, removed } = fitMixture(rows, k, {
      dimension: 6,
      initialization: many,
      maxIterations: 3,
      prior: 1,
    });
    expect(mixture.components).toHaveLength(k - removed);
    expect(removed).toBeLessThan(k / 4);
    for (let t = 1; t < trace.length; t++) expect(trace[t]).toBeGreaterThan(trace[t - 1]);
  });
});

describe('prune, merge and distances', () => {
  it('prune leaves components out and keeps proportions', () => {
    const mixture = randomMixture(3, [1, 2, 3], [0.01, 0.3, 0.6], 2, 0.09);
    const pruned = mixture.prune(0.1);
    expect(pruned.components).toEqual(mixture.components.slice(1));
    expect(pruned.weights[1] / pruned.weights[0]).toBeWithinUlp(2, 4);
    expect((pruned.noise ?? 0) / pruned.weights[0]).toBeWithinUlp(0.3, 4);
    expect(() => mixture.prune(0.7)).toThrow('prune: minWeight must leave a component, got 0.7');
  });

  it('merge keeps the mean of the mixture', () => {
    const mixture = randomMixture(5, [3, 60, 200], [0.5, 0.2, 0.3], 6);
    const merged = mixture.merge(2, 0);
    const mean = (m: VonMisesFisherMixture) =>
      m.components
        .map((law, k) => law.mean().map((x) => x * m.weights[k]))
        .reduce((a, b) => a.map((x, j) => x + b[j]));
    expect(merged.components).toHaveLength(2);
    for (let j = 0; j < 5; j++) expect(Math.abs(mean(merged)[j] - mean(mixture)[j])).toBeLessThan(1e-15);
  });

  it('merge of near concentrated components keeps its digits', () => {
    const kappa = 1e20;
    const [a, b] = [new VonMisesFisher([1, 0, 0], kappa), new VonMisesFisher([1, 1e-10, 0], kappa)];
    const merged = new VonMisesFisherMixture([0.5, 0.5], [a, b]).merge(0, 1).components[0];
    // 1 - R̄ = 1/κ + (1e-10)²/8 at p = 3, where 1 - A = 1/κ.
    expect(merged.kappa).toBeWithinUlp(1 / (1e-20 + 1.25e-21), 64);
  });

  it('merge of a component with itself split is the component', () => {
    const law = new VonMisesFisher([0.6, 0.8], 7);
    const merged = new VonMisesFisherMixture([0.3, 0.7], [law, law]).merge(0, 1);
    expect(merged.weights[0]).toBe(1);
    expect(merged.components[0].kappa).toBeWithinUlp(7, 16);
  });

  it('distances are those of pairs', () => {
    const mixture = randomMixture(4, [3, 60, 0.1], [0.5, 0.2, 0.3], 6);
    const [a, b] = mixture.components;
    expect(mixture.distances()[1]).toBe(a.hellinger(b));
    expect(mixture.distances('kl')[3]).toBe(b.klDivergence(a));
    expect(mixture.distances('bhattacharyya')[1]).toBe(a.bhattacharyyaDistance(b));
    const cosine = a.mu.reduce((sum, x, j) => sum + x * b.mu[j], 0);
    expect(mixture.distances('angle')[1]).toBeWithinUlp(Math.acos(cosine), 16);
    expect([0, 4, 8].map((at) => mixture.distances('kl')[at])).toEqual([0, 0, 0]);
    expect(() => mixture.distances('x' as 'kl')).toThrow('distances: kind must be one of');
  });
});

describe('as JSON', () => {
  it('comes back to the last bit', () => {
    for (const noise of [undefined, 0.1]) {
      const weights = [0.1, 0.2, 0.3, 0.3].map((w) => (noise === undefined ? w / 0.9 : w));
      const mixture = randomMixture(7, [0, 3, 1e5, 1e12], weights, 5, noise);
      const copy = VonMisesFisherMixture.fromJSON(JSON.parse(JSON.stringify(mixture)));
      expect(copy.toJSON()).toEqual(mixture.toJSON());
      expect(copy.noise).toBe(mixture.noise);
      const rows = split(mixture.samples(50, { seed: 1 }), 7);
      expect(copy.logPdf(rows)).toEqual(mixture.logPdf(rows));
    }
  });

  it.each([
    [null, TypeError, 'json must be an object, got null'],
    [{ type: 'Mixture' }, RangeError, 'type must be VonMisesFisherMixture, got Mixture'],
    [{ type: 'VonMisesFisherMixture', version: 2 }, RangeError, 'version must be 1, got 2'],
    [{ type: 'VonMisesFisherMixture', version: 1 }, TypeError, 'components must be an array, got undefined'],
  ])('refuses %j', (json, kind, message) => {
    const read = () => VonMisesFisherMixture.fromJSON(json);
    expect(read).toThrow(kind);
    expect(read).toThrow(`VonMisesFisherMixture.fromJSON: ${message}`);
  });
});

describe('errors', () => {
  const a = new VonMisesFisher([1, 0], 1);
  const b = new VonMisesFisher([1, 0, 0], 1);
  it.each([
    [() => new VonMisesFisherMixture([], []), RangeError, 'components must not be empty, got none'],
    [
      () => new VonMisesFisherMixture([1], a as never),
      TypeError,
      'components must be an array, got VonMisesFisher',
    ],
    [
      () => new VonMisesFisherMixture([1], [3 as never]),
      TypeError,
      'components[0] must be a VonMisesFisher, got number',
    ],
    [
      () => new VonMisesFisherMixture([0.5, 0.5], [a, b]),
      RangeError,
      'components[1] must have dimension 2, got 3',
    ],
    [
      () => new VonMisesFisherMixture([1], [a, a]),
      RangeError,
      'weights must have length 2 as components, got 1',
    ],
    [() => new VonMisesFisherMixture([-1, 2], [a, a]), RangeError, 'weights[0] must lie in [0, 1], got -1'],
    [
      () => new VonMisesFisherMixture([Number.NaN, 1], [a, a]),
      RangeError,
      'weights[0] must lie in [0, 1], got NaN',
    ],
    [() => new VonMisesFisherMixture([0.5, 0.4], [a, a]), RangeError, 'weights must add up to 1, got 0.9'],
    [
      () => new VonMisesFisherMixture([1], [a], { noise: 0.1 }),
      RangeError,
      'weights must add up to 1 with noise',
    ],
  ])('%s', (make, kind, message) => {
    expect(make).toThrow(kind);
    expect(make).toThrow(`VonMisesFisherMixture: ${message}`);
  });

  const mixture = new VonMisesFisherMixture([1], [a]);
  it.each([
    [() => mixture.logPdf([1, 0, 0]), RangeError, 'logPdf: x must have length 2, got 3'],
    [() => mixture.logPdf([1, 0, 0, 1]), RangeError, 'rows in one flat array need out'],
    [
      () =>
        mixture.logPdf([
          [1, 0],
          [0.5, 0],
        ]),
      RangeError,
      'logPdf: data[1] must have unit length, got norm 0.5',
    ],
    [
      () =>
        mixture.predict([
          [1, 0],
          [Number.NaN, 0],
        ]),
      RangeError,
      'predict: data[1][0] must be finite, got NaN',
    ],
    [
      () => mixture.responsibilities([[1, 0, 0]]),
      RangeError,
      'responsibilities: data[0] must have length 2, got 3',
    ],
    [
      () => mixture.responsibilities(null as never),
      TypeError,
      'responsibilities: data must be a Float64Array',
    ],
    [() => mixture.logPdf(null as never), TypeError, 'logPdf: x must be an array of numbers, got null'],
    [() => mixture.logPdf([[1, 0]], { out: new Float64Array(2) }), RangeError, 'out must have length 1'],
    [
      () => mixture.score([[1, 0]], { sampleWeights: [-1] }),
      RangeError,
      'score: weights[0] must be finite and not negative',
    ],
    [() => mixture.samples(-1), RangeError, 'samples: n must be an integer of 0 or more, got -1'],
    [() => mixture.merge(0, 1), RangeError, 'merge: b must be below 1, got 1'],
    [() => mixture.merge(0, 0), RangeError, 'merge: a and b must differ, got 0 twice'],
  ])('%s', (call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});
