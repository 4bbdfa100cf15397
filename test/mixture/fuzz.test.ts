import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, type MixtureFitOptions } from 'von-mises-fisher/mixture';
import { sparse, split } from './directions.ts';

/** Rows of every kind: clusters, duplicates, axes, opposite pairs, few or many. */
const dataSet = fc
  .record({
    p: fc.constantFrom(2, 3, 5, 20),
    n: fc.integer({ min: 1, max: 60 }),
    kappa: fc.constantFrom(0, 3, 100, 1e6, 1e12),
    seed: fc.nat(),
    copies: fc.integer({ min: 1, max: 4 }),
    axes: fc.boolean(),
  })
  .map(({ p, n, kappa, seed, copies, axes }) => {
    const random = seededRandom(seed);
    const centers = [0, 1, 2].map(() => VonMisesFisher.uniform(p).sample(random));
    return Array.from({ length: n }, (_, i) => {
      if (axes && i % 5 === 0) {
        return Array.from({ length: p }, (_, j) => (j === i % p ? (i % 2 === 0 ? 1 : -1) : 0));
      }
      const law = new VonMisesFisher(centers[Math.floor(i / copies) % 3], kappa);
      return Array.from(law.sample(seededRandom(seed + Math.floor(i / copies))));
    });
  });

const choices = fc.record(
  {
    kind: fc.constantFrom('soft' as const, 'hard' as const, 'stochastic' as const),
    concentration: fc.constantFrom('free' as const, 'common' as const, 7),
    weights: fc.constantFrom('estimated' as const, 'equal' as const),
    noise: fc.constantFrom(false, true, 0.2),
    prior: fc.constantFrom(0, 0.5, 20),
    sparsity: fc.constantFrom(0, 0.3, 20, 1e9),
    initialization: fc.constantFrom(
      ...(['k-means++', 'random-rows', 'random-assignment', 'farthest-first', 'spherical-k-means'] as const),
      'central-farthest-first' as const,
    ),
    splitMerge: fc.constantFrom(0, 2),
    maxIterations: fc.constantFrom(0, 1, 40),
    restarts: fc.constantFrom(1, 3),
    minWeight: fc.constantFrom(0, 1e-12, 0.1),
    precision: fc.constantFrom('double' as const, 'single' as const),
  },
  { requiredKeys: [] },
);

/**
 * How far the objective of W rows may fall in floats, for the reasons in singlePrecision.test.ts: κμ moves by 2κ at the
 * most, and tiles add up no more than n rows.
 */
function fallInFloats(p: number, n: number, k: number, kappa: number, weight: number): number {
  const error = 1.01 * (p + 2) * 2 ** -24 * kappa;
  const sums = 1.01 * (n + 2) * 2 ** -24 * 2 * kappa;
  return weight * (2 * error + error ** 2 / 2 + sums + 26 * (k + 1) * 2 ** -32);
}

describe('any options on any rows', () => {
  it('never give NaN, never lower the objective, and shares always add up to 1', () => {
    fc.assert(
      fc.property(
        dataSet,
        choices,
        fc.integer({ min: 1, max: 6 }),
        fc.record({ asSparse: fc.boolean(), labelled: fc.boolean(), weighted: fc.boolean() }),
        (rows, options, k, { asSparse, labelled, weighted }) => {
          const isSingle = options.precision === 'single';
          let kappa = 0;
          const full: MixtureFitOptions = {
            ...options,
            seed: 3,
            ...(isSingle
              ? {
                  onProgress: ({ state }) => {
                    const { kappas } = state();
                    // Beyond 2^14 passes are in doubles.
                    for (const one of kappas) kappa = Math.max(kappa, Math.min(one, 2 ** 14));
                  },
                }
              : {}),
            ...(labelled ? { labels: rows.map((_, i) => (i % 4 === 0 ? i % k : -1)) } : {}),
            ...(weighted ? { sampleWeights: rows.map((_, i) => (i === 0 ? 1 : i % 3)) } : {}),
          };
          const result = fitMixture(asSparse ? sparse(rows) : rows, k, full);
          const { mixture } = result;
          for (const name of ['logLikelihood', 'classificationLogLikelihood', 'aic', 'bic', 'icl'] as const) {
            expect(Number.isFinite(result[name]), `${name} ${result[name]}`).toBe(true);
          }
          expect(result.aicc).not.toBeNaN();
          expect(result.classificationLogLikelihood).toBeLessThanOrEqual(
            result.logLikelihood + 1e-12 * Math.abs(result.logLikelihood),
          );
          const sum = mixture.weights.reduce((total, weight) => total + weight, mixture.noise ?? 0);
          expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
          expect(mixture.components.length).toBe(k - result.removed);
          // Taking out a component that is not empty lowers the objective.
          if (options.kind !== 'stochastic' && options.minWeight !== 0.1) {
            const { trace } = result;
            const fall = isSingle ? fallInFloats(result.p, rows.length, k, kappa, result.weight) : 0;
            for (let t = 1; t < trace.length; t++) {
              const slack = 1e-9 * Math.max(1, Math.abs(trace[t])) + fall;
              expect(trace[t]).toBeGreaterThanOrEqual(trace[t - 1] - slack);
            }
          }
          const columns = mixture.components.length + (mixture.noise === undefined ? 0 : 1);
          const shares = mixture.responsibilities(rows);
          for (const row of split(shares, columns)) {
            expect(Math.abs(row.reduce((total, share) => total + share, 0) - 1)).toBeLessThan(
              1e-13 * columns,
            );
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
