/** L1-penalised prototypes: Rossi & Barbaro, Neurocomputing 501 (2022). */
import { describe, expect, it } from 'vitest';
import { logNormalizer, seededRandom, VonMisesFisher } from 'von-mises-fisher';
import {
  fitMixture,
  fitMixtureStream,
  type MixtureFitOptions,
  type MixtureFitResult,
  selectSparsity,
  VonMisesFisherMixture,
} from 'von-mises-fisher/mixture';
import { adjustedRandIndex, randomMixture, sparse, split } from './directions.ts';

/** K prototypes of `support` coordinates each, of either sign, none of the others'. */
function sparseMixture(p: number, k: number, support: number, kappa: number, seed: number) {
  const random = seededRandom(seed);
  const components = Array.from({ length: k }, (_, c) => {
    const mu = new Float64Array(p);
    for (let j = 0; j < support; j++) {
      mu[(c * p) / k + j] = (0.6 + random()) * (random() < 0.5 ? -1 : 1);
    }
    return new VonMisesFisher(
      mu.map((x) => x / Math.hypot(...mu)),
      kappa,
    );
  });
  return new VonMisesFisherMixture(new Float64Array(k).fill(1 / k), components);
}

const law = sparseMixture(60, 3, 5, 80, 3);
const { samples, components } = law.samplesWithComponents(1500, { seed: 2 });
const exact = { tolerance: 1e-14, parameterTolerance: 1e-11, maxIterations: 20_000 } as const;

/** Where a direction is not 0. */
const supportOf = (mu: ArrayLike<number>): number[] =>
  Array.from(mu, (x, j) => (x === 0 ? -1 : j)).filter((j) => j >= 0);

/** What is maximised, by its definition. */
function penalised(result: MixtureFitResult, beta: number): number {
  const norms = result.mixture.components.map(({ mu }) => mu.reduce((sum, x) => sum + Math.abs(x), 0));
  return result.logLikelihood - beta * norms.reduce((sum, norm) => sum + norm, 0);
}

describe('sparsity', () => {
  it('0 is the fit without it, to the bit', () => {
    for (const kind of ['soft', 'hard', 'stochastic'] as const) {
      const options = { dimension: 60, kind, seed: 4, restarts: 3, splitMerge: 1 } as const;
      const plain = fitMixture(samples, 4, options);
      const zero = fitMixture(samples, 4, { ...options, sparsity: 0 });
      expect(zero).toEqual(plain);
      expect(plain.nonZeros).toEqual(plain.mixture.components.map(() => 60));
    }
  });

  it('one component: no direction and κ do better, by a search of the sphere', () => {
    const rows = split(new VonMisesFisher([0.1, 0.6, -Math.sqrt(0.63)], 8).samples(40, { seed: 3 }), 3);
    const sum = [0, 1, 2].map((j) => rows.reduce((total, row) => total + row[j], 0));
    const seen = new Set<number>();
    for (const beta of [0.5, 5, 15, 30, 45, 60, 75, 90, 200]) {
      const result = fitMixture(rows, 1, { sparsity: beta, ...exact });
      seen.add(result.nonZeros[0]);
      const reached = penalised(result, beta);
      expect(result.trace.at(-1)).toBeWithinUlp(reached, 256);
      // Any κ with any of some 20,000 directions, all axes and planes of coordinates among them.
      const kappas = Array.from({ length: 60 }, (_, i) => (i === 0 ? 0 : 0.05 * 1.12 ** i));
      const logs = kappas.map((kappa) => 40 * logNormalizer(3, kappa));
      let best = Number.NEGATIVE_INFINITY;
      for (let a = 0; a <= 100; a++) {
        for (let b = 0; b < 200; b++) {
          const [theta, phi] = [(Math.PI * a) / 100, (2 * Math.PI * b) / 200];
          const mu = [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta)];
          const along = mu.reduce((total, x, j) => total + x * sum[j], 0);
          const norm = mu.reduce((total, x) => total + Math.abs(x), 0);
          for (let i = 0; i < kappas.length; i++) {
            best = Math.max(best, logs[i] + kappas[i] * along - beta * norm);
          }
        }
      }
      // The grid comes near, so the comparison says something.
      expect(reached).toBeGreaterThanOrEqual(best - 1e-9);
      expect(reached).toBeLessThan(best + 0.5);
    }
    expect(seen).toEqual(new Set([3, 2, 1]));
  });

  it.each([
    { options: {} },
    { options: { prior: 4 } },
    { options: { noise: true } },
    { options: { concentration: 'common' } },
    { options: { concentration: 50, weights: 'equal' } },
  ] as { options: MixtureFitOptions }[])(
    'its fixed point meets the conditions of the optimum: $options',
    ({ options }) => {
      const beta = 150;
      const { mixture, converged, nonZeros } = fitMixture(samples, 3, {
        dimension: 60,
        initialization: law,
        sparsity: beta,
        ...exact,
        ...options,
      });
      expect(converged).toBe(true);
      const shares = mixture.responsibilities(samples);
      const columns = 3 + (mixture.noise === undefined ? 0 : 1);
      mixture.components.forEach(({ mu, kappa }, k) => {
        const sum = new Float64Array(60);
        for (let i = 0; i < 1500; i++) {
          for (let j = 0; j < 60; j++) sum[j] += shares[i * columns + k] * samples[i * 60 + j];
        }
        // κS - β sign(μ) points along μ where μ is not 0, and |κS| <= β elsewhere.
        const along = supportOf(mu).map((j) => (kappa * sum[j] - beta * Math.sign(mu[j])) / mu[j]);
        for (const factor of along) expect(Math.abs(factor / along[0] - 1)).toBeLessThan(1e-8);
        expect(along[0]).toBeGreaterThan(0);
        mu.forEach((x, j) => {
          if (x === 0) expect(Math.abs(kappa * sum[j])).toBeLessThanOrEqual(beta * (1 + 1e-9));
        });
        expect(nonZeros[k]).toBe(supportOf(mu).length);
        expect(nonZeros[k]).toBeLessThan(40);
        expect(nonZeros[k]).toBeGreaterThanOrEqual(5);
      });
    },
  );

  it.each(['soft', 'hard'] as const)('%s: the penalised objective never falls', (kind) => {
    const blurred = randomMixture(12, [10, 30, 60], [0.5, 0.3, 0.2], 3).samples(150, { seed: 5 });
    for (const sparsity of [0.1, 3, 40, 300, 1e5]) {
      for (const options of [
        {},
        { noise: true },
        { prior: 5 },
        { concentration: 'common' },
        { concentration: [5, 10, 20, 40, 80] },
      ] as MixtureFitOptions[]) {
        const result = fitMixture(blurred, 5, {
          ...{ dimension: 12, kind, sparsity, seed: 2, restarts: 4 },
          ...options,
        });
        for (let t = 1; t < result.trace.length; t++) {
          expect(result.trace[t]).toBeGreaterThanOrEqual(
            result.trace[t - 1] - 1e-10 * Math.abs(result.trace[t]),
          );
        }
        expect(result.nonZeros.every((count) => count >= 1)).toBe(true);
        if (sparsity === 1e5) expect(new Set(result.nonZeros)).toEqual(new Set([1]));
        if (kind === 'soft' && options.prior === undefined) {
          expect(result.trace.at(-1)).toBeWithinUlp(penalised(result, sparsity), 2 ** 10);
        }
      }
    }
  });

  it('sparse rows, chunks and repeated rows give the same prototypes', async () => {
    // Rows that have zeros themselves, as documents do.
    const rows = split(samples, 60).map((row) => row.map((x) => (Math.abs(x) < 0.1 ? 0 : x)));
    const options = { normalize: true, initialization: law, sparsity: 200, ...exact };
    const dense = fitMixture(rows, 3, options);
    const same = (other: MixtureFitResult): void => {
      expect(other.nonZeros).toEqual(dense.nonZeros);
      other.mixture.components.forEach(({ mu, kappa }, k) => {
        const expected = dense.mixture.components[k];
        expect(Math.abs(kappa / expected.kappa - 1)).toBeLessThan(1e-9);
        expect(supportOf(mu)).toEqual(supportOf(expected.mu));
        mu.forEach((x, j) => {
          expect(Math.abs(x - expected.mu[j])).toBeLessThan(1e-9);
        });
      });
    };
    same(fitMixture(sparse(rows), 3, options));
    same(await fitMixtureStream(() => [rows.slice(0, 400), sparse(rows.slice(400))], 3, options));
    const twice = fitMixture([...rows, ...rows], 3, { ...options, sparsity: 400 });
    same(twice);
    same(fitMixture(rows, 3, { ...options, sampleWeights: rows.map(() => 2), sparsity: 400 }));
  });

  it('tight components keep the digits of κ', () => {
    // About an axis, so that what the penalty takes away is noise.
    const tight = new VonMisesFisher([0, 0, 1, 0], 1e14);
    const rows = split(tight.samples(200, { seed: 1 }), 4);
    const { mixture, nonZeros } = fitMixture(rows, 1, { sparsity: 1e10, maxKappa: 1e20, ...exact });
    expect(nonZeros).toEqual([1]);
    // 1 - R̄ about the axis is half the mean of 1 - x₃² to 1e-14 of itself, and κ = 3/(2(1 - R̄)).
    const versines = rows.reduce((sum, [a, b, , c]) => sum + (a * a + b * b + c * c) / 2, 0) / 200;
    expect(mixture.components[0].kappa).toBeWithinUlp(1.5 / versines, 2 ** 16);
  });

  it('counts the coordinates that are left as parameters', () => {
    const { df, nonZeros, bic, logLikelihood } = fitMixture(samples, 3, {
      dimension: 60,
      initialization: law,
      sparsity: 200,
    });
    const count = nonZeros.reduce((sum, one) => sum + one, 0);
    expect(count).toBeLessThan(180);
    expect(df).toBe(count - 3 + 3 + 2);
    expect(bic).toBeWithinUlp(df * Math.log(1500) - 2 * logLikelihood, 2);
  });

  it.each([
    [-1, RangeError, 'sparsity must be finite and not negative, got -1'],
    [Number.POSITIVE_INFINITY, RangeError, 'sparsity must be finite and not negative, got Infinity'],
    ['1', TypeError, 'sparsity must be a number, got string'],
  ])('refuses %j', (sparsity, kind, message) => {
    const call = () => fitMixture(samples, 3, { dimension: 60, sparsity: sparsity as number });
    expect(call).toThrow(kind);
    expect(call).toThrow(`fitMixture: ${message}`);
  });
});

describe('selectSparsity', () => {
  it('finds the zeros of the prototypes, all of them and no other, by BIC', () => {
    const { best, sparsity, table, criterion } = selectSparsity(samples, 3, { dimension: 60, seed: 1 });
    const found = best.mixture.components.map(({ mu }) => supportOf(mu)).sort((a, b) => a[0] - b[0]);
    expect(found).toEqual(law.components.map(({ mu }) => supportOf(mu)));
    for (const { mu } of best.mixture.components) {
      const near = law.components.map((other) => other.mu.reduce((sum, x, j) => sum + x * mu[j], 0));
      expect(Math.max(...near)).toBeGreaterThan(0.999);
    }
    expect(adjustedRandIndex(components, best.mixture.predict(samples))).toBeGreaterThan(0.99);
    expect(criterion).toBe('bic');
    expect(table[0]).toMatchObject({ sparsity: 0, nonZeros: 180, df: 3 * 59 + 3 + 2 });
    expect(Math.min(...table.map(({ bic }) => bic))).toBe(best.bic);
    expect(table.find((row) => row.bic === best.bic)?.sparsity).toBe(sparsity);
    // Along the path β grows, and zeros with it, until one coordinate a component is left.
    for (let i = 1; i < table.length; i++) {
      expect(table[i].sparsity).toBeGreaterThan(table[i - 1].sparsity);
      expect(table[i].nonZeros).toBeLessThan(table[i - 1].nonZeros);
    }
    expect(table.at(-1)?.nonZeros).toBe(3);
    // Nothing in it is left to chance.
    expect(selectSparsity(samples, 3, { dimension: 60, seed: 1 }).table).toEqual(table);
  });

  it('takes the β it is given, each fit from the one before', () => {
    const seen: number[] = [];
    const { table, best } = selectSparsity(samples, 3, {
      dimension: 60,
      seed: 1,
      sparsities: [10, 100, 400],
      criterion: 'aic',
      onProgress: ({ stage, iteration, runs }) => {
        if (stage === 'polish' && iteration === 1) seen.push(runs);
      },
    });
    expect(table.map(({ sparsity }) => sparsity)).toEqual([10, 100, 400]);
    expect(seen).toEqual([3, 3, 3, 1, 1]);
    expect(best.aic).toBe(Math.min(...table.map(({ aic }) => aic)));
    const alone = fitMixture(samples, 3, { dimension: 60, initialization: law, sparsity: 400, ...exact });
    expect(table[2].nonZeros).toBe(alone.nonZeros.reduce((sum, count) => sum + count, 0));
  });

  it('documents in classes of their own words: prototypes name these words and no others', () => {
    // As CSTR: some hundred abstracts of four fields, a vocabulary of hundreds, rows of counts with unit length.
    const random = seededRandom(11);
    const [fields, own, common] = [4, 40, 240];
    const p = fields * own + common;
    const truth = Array.from({ length: 480 }, (_, i) => i % fields);
    const documents = truth.map((field) => {
      const counts = new Float64Array(p);
      for (let word = 0; word < 90; word++) {
        const at =
          random() < 0.6
            ? field * own + Math.floor(random() ** 2 * own)
            : fields * own + Math.floor(random() * common);
        counts[at]++;
      }
      return counts;
    });
    const options = { normalize: true, concentration: 'common', seed: 3 } as const;
    const { best, table } = selectSparsity(sparse(documents), fields, options);
    expect(adjustedRandIndex(truth, best.mixture.predict(sparse(documents), { normalize: true }))).toBe(1);
    expect(table.map(({ nonZeros }) => nonZeros)).toEqual(
      [...table.map(({ nonZeros }) => nonZeros)].sort((a, b) => b - a),
    );
    for (const { mu } of best.mixture.components) {
      const words = supportOf(mu);
      const field = Math.floor(words[0] / own);
      const ofField = words.filter((j) => Math.floor(j / own) === field && j < fields * own);
      // All the field's words that come up at all often, none of another field.
      expect(words.filter((j) => j < fields * own)).toEqual(ofField);
      expect(ofField.length).toBeGreaterThan(30);
    }
    // Without a penalty each prototype has 0 already where words of other fields would be: shares there are negligible.
    expect(table[0].nonZeros).toBeLessThanOrEqual(fields * (own + common));
    expect(table[table.length - 1].nonZeros).toBeLessThan(table[0].nonZeros);
    // A larger β leaves each prototype the most frequent words of its own field.
    const short = fitMixture(sparse(documents), fields, {
      ...options,
      initialization: best.mixture,
      sparsity: 2000,
    });
    const named = short.mixture.components.map(({ mu }) => supportOf(mu));
    const fieldOf = (j: number): number => Math.floor(j / own);
    expect(named.map((words) => new Set(words.map(fieldOf)).size)).toEqual([1, 1, 1, 1]);
    expect(new Set(named.flat().map(fieldOf))).toEqual(new Set([0, 1, 2, 3]));
    for (const words of named) expect(words.length).toBeGreaterThan(10);
  });

  it('an abort leaves the fits that were made', () => {
    const controller = new AbortController();
    const { table } = selectSparsity(samples, 3, {
      dimension: 60,
      seed: 1,
      sparsities: [10, 100, 400],
      signal: controller.signal,
      onProgress: ({ runs }) => {
        if (runs === 1) controller.abort();
      },
    });
    expect(table.map(({ sparsity }) => sparsity)).toEqual([10, 100]);
  });

  it.each([
    [{ sparsities: [] }, RangeError, 'sparsities must hold a number, got none'],
    [{ sparsities: 3 }, TypeError, 'sparsities must be an array of numbers, got number'],
    [{ sparsities: [1, 1] }, RangeError, 'sparsities must increase, got 1 before 1'],
    [{ sparsities: [-1] }, RangeError, 'sparsities[0] must be finite and not negative, got -1'],
    [{ steps: 0 }, RangeError, 'steps must be an integer of 1 or more, got 0'],
    [{ criterion: 'held-out' }, RangeError, 'criterion must be one of bic, icl, aic, aicc, got held-out'],
  ])('%j: refused', (options, kind, message) => {
    const call = () => selectSparsity(samples, 3, { dimension: 60, ...(options as object) });
    expect(call).toThrow(kind);
    expect(call).toThrow(`selectSparsity: ${message}`);
  });
});
