import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from 'von-mises-fisher';
import {
  componentsTest,
  fitMixture,
  fitMixtureStream,
  type MixtureFitOptions,
  type MixtureFitResult,
  type RowChunk,
  selectComponents,
  startWorkers,
  type VonMisesFisherMixture,
} from 'von-mises-fisher/mixture';
import { threadPool } from '../../src/mixture/threads/threadPool.ts';
import { randomMixture, sparse, split } from './directions.ts';

const COUNTS = [2, 3, 7];
const p = 24;
const k = 6;
const law = randomMixture(p, [20, 40, 60, 80, 100, 120], Array(k).fill(1 / k), 1);
const { samples: rows, components } = law.samplesWithComponents(20_000, { seed: 2 });
const n = rows.length / p;
const rough = randomMixture(p, Array(k).fill(10), Array(k).fill(1 / k), 3);

const base = { dimension: p, seed: 5, maxIterations: 4, tolerance: 0, initialization: rough } as const;
const weights = Float64Array.from({ length: n }, (_, i) => (i * 7) % 4);
const labels = Int32Array.from(components, (component, i) => (i % 10 === 0 ? component : -1));

/** Every number of a result, as text that tells all doubles apart; how many threads there were left out. */
const bitsOf = ({ threads, ...result }: MixtureFitResult): string => {
  const numbers = [result.responsibilities ?? [], result.trace, ...Object.values(result)].flat();
  const words = new BigUint64Array(Float64Array.from(numbers.filter(Number.isFinite) as number[]).buffer);
  return `${words.join(' ')} ${JSON.stringify(result)}`;
};

const cases: [string, Parameters<typeof fitMixture>[0], MixtureFitOptions][] = [
  ['soft', rows, {}],
  ['hard', rows, { kind: 'hard' }],
  ['stochastic', rows, { kind: 'stochastic' }],
  ['weighted', rows, { sampleWeights: weights }],
  ['weighted, hard', rows, { sampleWeights: weights, kind: 'hard' }],
  ['labelled', rows, { labels }],
  ['labelled, weighted, stochastic', rows, { labels, sampleWeights: weights, kind: 'stochastic' }],
  ['with noise', rows, { noise: true }],
  ['floats', Float32Array.from(rows), {}],
  [
    'floats of any length, stochastic',
    Float32Array.from(rows, (x) => 3 * x),
    { normalize: true, kind: 'stochastic' },
  ],
  ['an array of rows', split(rows, p), {}],
  ['from several starts', rows, { initialization: 'k-means++', restarts: 2, maxIterations: 2 }],
  ['with split and merge', rows, { splitMerge: 1 }],
];

/** The most threads seen at work below: not every fit is so long that all come to their turn. */
let most = 1;

describe('the same bits on any number of threads', () => {
  beforeAll(() => startWorkers(7));

  it.each(cases)('%s', (_, data, options) => {
    const one = fitMixture(data, k, { ...base, ...options });
    expect(one.threads).toBe(1);
    for (const workers of COUNTS) {
      const several = fitMixture(data, k, { ...base, ...options, workers });
      expect(several.threads).toBeLessThanOrEqual(workers);
      most = Math.max(most, several.threads);
      expect(bitsOf(several) === bitsOf(one), `${workers} threads`).toBe(true);
    }
  });

  it.each(['soft', 'hard', 'stochastic'] as const)('components of large concentration, %s', (kind) => {
    const sharp = randomMixture(p, [2e4, 1e6, 50, 1e9], [0.3, 0.3, 0.2, 0.2], 6);
    const data = sharp.samples(20_000, { seed: 7 });
    const options = { ...base, kind, initialization: sharp, maxKappa: 1e12 };
    const one = fitMixture(data, 4, options);
    expect(Math.max(...one.mixture.components.map(({ kappa }) => kappa))).toBeGreaterThan(1e8);
    for (const workers of COUNTS) {
      expect(bitsOf(fitMixture(data, 4, { ...options, workers })) === bitsOf(one), `${workers}`).toBe(true);
    }
  });

  it.each(['full', 'mini-batch'] as const)('streams, %s', async (method) => {
    const source = function* (): Generator<RowChunk> {
      for (let first = 0; first < n; first += 9000) {
        yield {
          rows: rows.subarray(first * p, (first + 9000) * p),
          sampleWeights: weights.subarray(first, first + 9000),
        };
      }
    };
    const options = { ...base, method, kind: 'stochastic' } as const;
    const one = await fitMixtureStream(source, k, options);
    for (const workers of COUNTS) {
      const several = await fitMixtureStream(source, k, { ...options, workers });
      expect(bitsOf(several) === bitsOf(one), `${workers} threads`).toBe(true);
    }
  });

  it('selection and test', () => {
    const few = rows.subarray(0, 6000 * p);
    const options = { dimension: p, seed: 1, maxIterations: 3, restarts: 1 } as const;
    const selected = (workers: number) => {
      const { best, ...rest } = selectComponents(few, [5, 6], {
        ...options,
        workers,
        criterion: 'held-out',
        folds: 2,
      });
      return `${JSON.stringify(rest)} ${bitsOf(best)}`;
    };
    expect(selected(2)).toBe(selected(1));
    const tested = (workers: number) => componentsTest(few, 5, { ...options, workers, replicates: 1 });
    expect(tested(2)).toEqual(tested(1));
  });
});

describe('who works', () => {
  it('is as many threads as were asked for, once they have been started', async () => {
    expect(await startWorkers(3)).toBe(3);
    expect(most).toBeGreaterThan(1);
    const threadsOf = (workers: number) =>
      fitMixture(rows, k, { ...base, maxIterations: 20, workers }).threads;
    // Whether each comes to its turn in one fit is for the system to say; in one of many it does.
    const mostOf = (workers: number): number => {
      let seen = 1;
      for (let fits = 0; fits < 200 && seen < workers; fits++) seen = Math.max(seen, threadsOf(workers));
      return seen;
    };
    expect(mostOf(3)).toBe(3);
    expect(mostOf(2)).toBe(2);
    expect(threadsOf(1)).toBe(1);
  });

  it('is one thread where there is little to do, or rows are sparse', () => {
    expect(fitMixture(rows.subarray(0, 500 * p), k, { ...base, workers: 3 }).threads).toBe(1);
    const few = sparse(split(rows.subarray(0, 5000 * p), p));
    const { threads, logLikelihood } = fitMixture(few, k, { ...base, workers: 3 });
    expect([threads, logLikelihood]).toEqual([1, fitMixture(few, k, base).logLikelihood]);
  });

  it.each([
    [0, 'RangeError', 'must be an integer of 1 or more, got 0'],
    [1.5, 'RangeError', 'must be an integer of 1 or more, got 1.5'],
    ['2', 'TypeError', 'must be a number, got string'],
  ])('workers: %s is refused', async (count, name, message) => {
    const workers = count as number;
    expect(() => fitMixture(rows, k, { ...base, workers })).toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(`fitMixture: workers ${message}`) }),
    );
    await expect(fitMixtureStream(() => [rows], k, { ...base, workers })).rejects.toThrow(
      `workers ${message}`,
    );
    await expect(startWorkers(workers)).rejects.toThrow(`startWorkers: count ${message}`);
  });
});

describe('a thread that is lost', () => {
  const options = { ...base, kind: 'stochastic', maxIterations: 6 } as const;
  const plain = { ...options, seed: undefined };
  const one = fitMixture(rows, k, { ...plain, random: seededRandom(9) });
  /** What is left of a result whose source of randomness has no state to tell. */
  const numbersOf = ({ mixture, trace }: MixtureFitResult): string => JSON.stringify([mixture, trace]);

  it.each([2, 4])('in the middle of a pass changes nothing, with %s threads', async (workers) => {
    expect(await startWorkers(workers)).toBe(workers);
    const random = seededRandom(9);
    let drawn = 0;
    let ended = 0;
    // The main thread draws as it hands blocks out: others are at work then.
    const killing = (): number => {
      if (++drawn === Math.floor(2.5 * n)) {
        for (const { thread } of threadPool.start(workers - 1)) {
          thread.end();
          ended++;
        }
      }
      return random();
    };
    const several = fitMixture(rows, k, { ...plain, random: killing, workers });
    expect(ended).toBe(workers - 1);
    expect(several.threads).toBeGreaterThan(1);
    expect(numbersOf(several) === numbersOf(one)).toBe(true);
    // Others take their place.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await startWorkers(workers)).toBe(workers);
    const again = fitMixture(rows, k, { ...plain, random: seededRandom(9), workers });
    expect(again.threads).toBeGreaterThan(1);
    expect(numbersOf(again) === numbersOf(one)).toBe(true);
  });

  it('as does one that throws in the main thread, and the next fit', () => {
    const random = seededRandom(9);
    let drawn = 0;
    const failing = (): number => {
      if (++drawn === Math.floor(1.5 * n)) throw new Error('no more numbers');
      return random();
    };
    expect(() => fitMixture(rows, k, { ...plain, random: failing, workers: 3 })).toThrow('no more numbers');
    const after = fitMixture(rows, k, { ...plain, random: seededRandom(9), workers: 3 });
    expect(numbersOf(after) === numbersOf(one)).toBe(true);
  });
});

it('progress and an abort between passes are as on one thread', () => {
  const follow = (workers: number) => {
    const controller = new AbortController();
    const seen: number[] = [];
    const result = fitMixture(rows, k, {
      ...base,
      workers,
      maxIterations: 50,
      signal: controller.signal,
      onProgress: ({ objective }) => {
        seen.push(objective);
        if (seen.length === 3) controller.abort();
      },
    });
    return {
      seen,
      aborted: result.aborted,
      mixture: result.mixture.toJSON() as ReturnType<VonMisesFisherMixture['toJSON']>,
    };
  };
  const one = follow(1);
  expect(one.aborted).toBe(true);
  expect(follow(3)).toEqual(one);
});
