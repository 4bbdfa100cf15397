import { describe, expect, it } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import {
  fitMixture,
  fitMixtureStream,
  type MixtureStreamOptions,
  type RowChunk,
  VonMisesFisherMixture,
} from 'von-mises-fisher/mixture';
import { adjustedRandIndex, randomMixture, sparse, split } from './directions.ts';

const law = randomMixture(5, [20, 60, 200], [0.5, 0.3, 0.2], 3);
const { samples, components } = law.samplesWithComponents(2000, { seed: 4 });
const rows = split(samples, 5);

/** Chunks of `size` rows, as an async iterator gives them. */
const inChunks = (size: number, shape: (chunk: number[][]) => RowChunk = (chunk) => chunk) =>
  async function* () {
    for (let first = 0; first < rows.length; first += size) {
      await Promise.resolve();
      yield shape(rows.slice(first, first + size));
    }
  };

function expectNear(a: VonMisesFisherMixture, b: VonMisesFisherMixture, relative: number): void {
  expect(a.components).toHaveLength(b.components.length);
  b.components.forEach(({ mu, kappa }, k) => {
    expect(Math.abs(a.weights[k] - b.weights[k])).toBeLessThan(relative);
    expect(Math.abs(a.components[k].kappa / kappa - 1)).toBeLessThan(relative);
    mu.forEach((x, j) => {
      expect(Math.abs(a.components[k].mu[j] - x)).toBeLessThan(relative);
    });
  });
}

describe('full passes', () => {
  const options = { initialization: law, tolerance: 1e-12, parameterTolerance: 1e-8 } as const;

  it.each([
    ['chunks of 7', inChunks(7)],
    ['one chunk', inChunks(2000)],
    ['sparse chunks', inChunks(300, sparse)],
    ['flat chunks', inChunks(333, (chunk) => Float64Array.from(chunk.flat()))],
    ['an array of chunks', () => [rows.slice(0, 1500), rows.slice(1500)]],
    ['empty chunks among them', () => [rows.slice(0, 5), new Float64Array(0), rows.slice(5)]],
  ])('%s: the steps of fitMixture', async (_, source) => {
    const whole = fitMixture(rows, 3, options);
    const result = await fitMixtureStream(source, 3, { ...options, dimension: 5 });
    expect(result.iterations).toBe(whole.iterations);
    expect([result.n, result.p, result.weight, result.df]).toEqual([2000, 5, 2000, whole.df]);
    expect(result.converged).toBe(true);
    result.trace.forEach((objective, t) => {
      expect(Math.abs(objective / whole.trace[t] - 1)).toBeLessThan(1e-12);
    });
    expectNear(result.mixture, whole.mixture, 1e-9);
    expect(result.bic).toBeWithinUlp(whole.bic, 2 ** 14);
  });

  it('weights and tight components too', async () => {
    const tight = new VonMisesFisherMixture(
      [0.5, 0.5],
      [
        new VonMisesFisher([1, 0, 0], 1e6),
        new VonMisesFisher(
          [1, 0.01, 0].map((x) => x / Math.hypot(1, 0.01)),
          2e6,
        ),
      ],
    );
    const data = split(tight.samples(400, { seed: 2 }), 3);
    const sampleWeights = data.map((__, i) => 0.5 + (i % 4));
    const source = () => [
      { rows: data.slice(0, 150), sampleWeights: sampleWeights.slice(0, 150) },
      { rows: data.slice(150), sampleWeights: sampleWeights.slice(150) },
    ];
    const start = { ...options, initialization: tight };
    expectNear(
      (await fitMixtureStream(source, 2, start)).mixture,
      fitMixture(data, 2, { ...start, sampleWeights }).mixture,
      1e-8,
    );
  });

  it('starts from a sample, by seed', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => fitMixtureStream(inChunks(100), 3, { seed: 5 })));
    expect(a.mixture.toJSON()).toEqual(b.mixture.toJSON());
    expect(a.restarts.runs).toHaveLength(10);
    expect(adjustedRandIndex(a.mixture.predict(rows), components)).toBeGreaterThan(0.9);
    const best = fitMixture(rows, 3, { seed: 1 });
    expect(Math.abs(a.logLikelihood / best.logLikelihood - 1)).toBeLessThan(1e-5);
  });

  it('from ordered rows far more than the sample, samples all of them alike', async () => {
    // 300 values a row leave 6990 rows in the sample, of 9000.
    const wide = randomMixture(300, [900, 900, 900], [1 / 3, 1 / 3, 1 / 3], 9);
    const source = function* () {
      for (const [k, component] of wide.components.entries()) {
        for (let part = 0; part < 6; part++) yield component.samples(500, { seed: 10 * k + part });
      }
    };
    const result = await fitMixtureStream(source, 3, { dimension: 300, seed: 1, restarts: 3, polish: 1 });
    expect(result.restarts.runs[0].rows).toBe(Math.floor(2 ** 21 / 300));
    for (const weight of result.mixture.weights) expect(Math.abs(weight - 1 / 3)).toBeLessThan(0.02);
  });
});

describe('mini-batches', () => {
  it.each([
    { method: 'mini-batch', passes: 1 },
    { method: 'mini-batch', passes: 3, stepExponent: 0.9 },
    { method: 'mini-batch', kind: 'hard', passes: 2 },
    { method: 'mini-batch', concentration: 'common', passes: 2 },
  ] as MixtureStreamOptions[])('%o: come near to the maximum', async (options) => {
    const { method, passes, stepExponent, ...rest } = options;
    const start = { initialization: [0, 1, 2].map((k) => rows[components.indexOf(k)]) };
    const full = fitMixture(rows, 3, { ...start, ...rest });
    const result = await fitMixtureStream(inChunks(100), 3, { ...start, ...options });
    const gap = (full.logLikelihood - result.logLikelihood) / 2000;
    expect(Math.abs(gap)).toBeLessThan(0.02);
    // What is reported belongs to the mixture returned.
    const sum = result.mixture.logPdf(rows).reduce((total, log) => total + log, 0);
    expect(result.logLikelihood).toBeWithinUlp(sum, 2 ** 14);
    expect(result.n).toBe(2000);
  });

  it('of tight components keep the digits of κ', async () => {
    const truth = new VonMisesFisher([0.6, 0, 0.8], 1e12);
    const data = split(truth.samples(3000, { seed: 3 }), 3);
    const source = () => [0, 1, 2, 3, 4, 5].map((c) => data.slice(c * 500, (c + 1) * 500));
    const { mixture } = await fitMixtureStream(source, 1, {
      method: 'mini-batch',
      passes: 3,
      maxKappa: 1e20,
      initialization: [[0.6, 0, 0.8]],
    });
    expect(Math.abs(mixture.components[0].kappa / 1e12 - 1)).toBeLessThan(0.15);
  });
});

describe('labels', () => {
  const truth = law.predict(rows);
  // One row in twenty is labelled, in some chunks none.
  const labels = Array.from(truth, (label, i) => (i % 20 === 0 && i < 1500 ? label : -1));
  const labelledChunks = (size: number) =>
    inChunks(size, (chunk) => {
      const first = rows.indexOf(chunk[0]);
      const here = labels.slice(first, first + size);
      return here.every((label) => label < 0) ? chunk : { rows: chunk, labels: here };
    });
  const exact = { tolerance: 1e-12, parameterTolerance: 1e-8 } as const;

  it.each([7, 300, 2000])('in chunks of %i: the steps of fitMixture', async (size) => {
    const options = { initialization: law, ...exact };
    const whole = fitMixture(rows, 3, { ...options, labels });
    const result = await fitMixtureStream(labelledChunks(size), 3, options);
    expect(result.iterations).toBe(whole.iterations);
    result.trace.forEach((objective, t) => {
      expect(Math.abs(objective / whole.trace[t] - 1)).toBeLessThan(1e-12);
    });
    expectNear(result.mixture, whole.mixture, 1e-9);
    // They matter: without them the likelihood is another.
    expect(fitMixture(rows, 3, options).logLikelihood).toBeGreaterThan(whole.logLikelihood + 1e-3);
  });

  it('number the components from a start that is drawn, and weights count beside them', async () => {
    const sampleWeights = rows.map((__, i) => 0.5 + (i % 3));
    const source = () => [
      { rows: rows.slice(0, 900), labels: labels.slice(0, 900), sampleWeights: sampleWeights.slice(0, 900) },
      { rows: rows.slice(900), labels: labels.slice(900), sampleWeights: sampleWeights.slice(900) },
    ];
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      const renamed = () =>
        source().map((chunk) => ({
          ...chunk,
          labels: chunk.labels.map((label) => (label < 0 ? -1 : order[label])),
        }));
      const result = await fitMixtureStream(renamed, 3, { seed: 3, ...exact });
      const whole = fitMixture(rows, 3, {
        initialization: law,
        labels,
        sampleWeights,
        ...exact,
      });
      order.forEach((to, from) => {
        expect(
          Math.abs(result.mixture.components[to].kappa / whole.mixture.components[from].kappa - 1),
        ).toBeLessThan(1e-4);
      });
      expect(result.weight).toBe(whole.weight);
    }
  });

  it('few among more rows than the sample holds still point their components', async () => {
    const wide = randomMixture(300, [900, 900, 900], [1 / 3, 1 / 3, 1 / 3], 9);
    const source = function* () {
      for (const [k, component] of wide.components.entries()) {
        for (let part = 0; part < 6; part++) {
          const chunk = component.samples(500, { seed: 10 * k + part });
          // The first row of each class alone, components counted backwards.
          yield part === 0
            ? { rows: chunk, labels: Array.from({ length: 500 }, (__, i) => (i === 0 ? 2 - k : -1)) }
            : chunk;
        }
      }
    };
    const { mixture, restarts } = await fitMixtureStream(source, 3, {
      dimension: 300,
      seed: 1,
      restarts: 2,
      polish: 1,
    });
    expect(restarts.runs[0].rows).toBe(Math.floor(2 ** 21 / 300) + 3);
    wide.components.forEach(({ mu }, k) => {
      const cosine = mixture.components[2 - k].mu.reduce((sum, x, j) => sum + x * mu[j], 0);
      expect(cosine).toBeGreaterThan(0.99);
    });
  });

  it('of mini-batches come near to the maximum', async () => {
    const whole = fitMixture(rows, 3, { initialization: law, labels });
    const result = await fitMixtureStream(labelledChunks(100), 3, {
      initialization: law,
      method: 'mini-batch',
      passes: 2,
    });
    expect(Math.abs(whole.logLikelihood - result.logLikelihood) / 2000).toBeLessThan(0.02);
  });

  it('an interrupted fit goes on with them, all components in place', async () => {
    // A class without rows keeps its place.
    const never = () => [{ rows, labels: rows.map(() => 2) }];
    const part = await fitMixtureStream(never, 3, { seed: 1, maxIterations: 1 });
    const rest = await fitMixtureStream(never, 3, { seed: 1, maxIterations: 4, resume: part.state });
    expect(rest.mixture.weights).toEqual(Float64Array.of(0, 0, 1));
    const two = await fitMixtureStream(inChunks(500), 2, { seed: 1, maxIterations: 1 });
    await expect(fitMixtureStream(never, 3, { resume: two.state })).rejects.toThrow(
      'fitMixtureStream: resume must hold 3 components without noise where rows have labels, got 2',
    );
    expect(() => fitMixture(rows, 3, { labels, resume: two.state })).toThrow(
      'fitMixture: resume must hold 3 components without noise where rows have labels, got 2',
    );
  });

  it.each([
    [[3], {}, RangeError, 'chunk 1: labels[0] must be an integer from -1 to 2, got 3'],
    [[4], { noise: true }, RangeError, 'chunk 1: labels[0] must be an integer from -1 to 3, got 4'],
    [[0, 1], {}, RangeError, 'chunk 1: labels must have length 1, one for each row, got 2'],
    ['x', {}, TypeError, 'chunk 1: labels must be an array of integers, got string'],
  ])('%j: refused', async (wrong, options, kind, message) => {
    const source = () => [rows.slice(0, 10), { rows: rows.slice(10, 11), labels: wrong as number[] }];
    const call = fitMixtureStream(source, 3, options);
    await expect(call).rejects.toThrow(kind);
    await expect(call).rejects.toThrow(message);
  });
});

describe('abort, resume and errors', () => {
  it('an abort between passes leaves a state that goes on as if nothing had happened', async () => {
    const options = { initialization: law, tolerance: 1e-12, parameterTolerance: 1e-8 } as const;
    const whole = await fitMixtureStream(inChunks(100), 3, options);
    const controller = new AbortController();
    const part = await fitMixtureStream(inChunks(100), 3, {
      ...options,
      signal: controller.signal,
      onProgress: ({ stage, iteration }) => {
        if (stage === 'stream' && iteration === 3) controller.abort();
      },
    });
    expect(part.aborted).toBe(true);
    expect(part.iterations).toBe(2);
    const rest = await fitMixtureStream(inChunks(100), 3, { ...options, resume: part.state });
    expect(rest.trace).toEqual(whole.trace);
    expect(rest.mixture.toJSON()).toEqual(whole.mixture.toJSON());
  });

  it('an abort before there is a result throws its reason', async () => {
    const controller = new AbortController();
    const source = async function* () {
      yield rows.slice(0, 10);
      controller.abort(new Error('enough'));
      yield rows.slice(10, 20);
    };
    await expect(fitMixtureStream(source, 2, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it.each([
    [
      () => fitMixtureStream(rows as never, 2),
      TypeError,
      'source must be a function that opens the rows, got Array',
    ],
    [() => fitMixtureStream(() => [], 2), RangeError, 'source must have at least one row, got none'],
    [
      () => fitMixtureStream(() => [[[1, 0]], [[2, 0]]], 2),
      RangeError,
      'chunk 1: data[0] must have unit length, got norm 2',
    ],
    [
      () => fitMixtureStream(() => [[[1, 0]], [[1, 0, 0]]], 2),
      RangeError,
      'chunk 1: data[0] must have length 2, got 3',
    ],
    [
      () => fitMixtureStream(() => [[[1, Number.NaN]]], 2),
      RangeError,
      'chunk 0: data[0][1] must be finite, got NaN',
    ],
    [() => fitMixtureStream(inChunks(9), 0), RangeError, 'k must be an integer of 1 or more, got 0'],
    [() => fitMixtureStream(inChunks(9), 2, { method: 'x' as 'full' }), RangeError, 'method must be one of'],
    [
      () => fitMixtureStream(inChunks(9), 2, { passes: 0 }),
      RangeError,
      'passes must be an integer of 1 or more',
    ],
    [
      () => fitMixtureStream(inChunks(9), 2, { stepExponent: 0.5 }),
      RangeError,
      'stepExponent must lie in (0.5, 1]',
    ],
    [
      () => fitMixtureStream(() => [{ rows: [[1, 0]], sampleWeights: [0] }], 2),
      RangeError,
      'must not all be 0',
    ],
  ])('%#: refuses', async (call, kind, message) => {
    await expect(call()).rejects.toThrow(kind);
    await expect(call()).rejects.toThrow(message);
  });
});
