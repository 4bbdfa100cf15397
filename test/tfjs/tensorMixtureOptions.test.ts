import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { seededRandom } from 'von-mises-fisher';
import { fitMixture, type MixtureFitOptions, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { fitMixtureOnTensors, mixtureStatistics } from 'von-mises-fisher/tfjs';
import {
  caseOf,
  densityBound,
  GROWTH,
  largestKappa,
  type MixtureCase,
  mixtureCases,
  STEPS,
  startFrom,
  U,
  within,
} from './mixtureRows.ts';
import { onEachBackend } from './onEachBackend.ts';

/** The case with each row's component, some rows spread over the sphere, and a weight for each, some of them 0. */
function rowsWithFacts(given: MixtureCase) {
  const whole = caseOf(given);
  const { n } = given;
  const random = seededRandom(given.p);
  const sampleWeights = Float64Array.from({ length: n }, () => Math.max(0, 3 * random() - 0.3));
  const labels = Int32Array.from(whole.mixture.predict(whole.values), (label, i) =>
    i % 5 === 0 ? label : -1,
  );
  return { ...whole, sampleWeights, labels };
}

type Facts = Pick<ReturnType<typeof rowsWithFacts>, 'sampleWeights' | 'labels'>;
/** What fitMixture and fitMixtureOnTensors both know. */
type Shared = Pick<
  MixtureFitOptions,
  'sampleWeights' | 'labels' | 'noise' | 'weights' | 'prior' | 'concentration' | 'maxKappa'
> & { kind?: 'soft' | 'hard' };

const OPTIONS: Readonly<Record<string, (facts: Facts) => Shared>> = {
  'sample weights': ({ sampleWeights }) => ({ sampleWeights }),
  'sample weights, hard': ({ sampleWeights }) => ({ sampleWeights, kind: 'hard' }),
  labels: ({ labels }) => ({ labels }),
  'labels, hard': ({ labels }) => ({ labels, kind: 'hard' }),
  noise: () => ({ noise: true }),
  'noise of a given weight': () => ({ noise: 0.1 }),
  'labels of noise': ({ labels }) => ({
    noise: true,
    labels: labels.map((label, i) => (i % 10 === 0 ? 3 : label)),
  }),
  'equal weights': () => ({ weights: 'equal' }),
  'given weights and noise': () => ({ weights: [0.5, 0.3, 0.2], noise: true }),
  'a prior': () => ({ prior: 20 }),
  'a prior on a common κ': () => ({ prior: 20, concentration: 'common' }),
  'given κ, weights of rows': ({ sampleWeights }) => ({ concentration: [20, 30, 40], sampleWeights }),
  'all of them': ({ labels, sampleWeights }) => ({
    ...{ labels, sampleWeights, noise: 0.05, weights: 'equal', prior: 3, concentration: 'common' },
  }),
};

onEachBackend(() => {
  const all = mixtureCases.flatMap((given) => Object.keys(OPTIONS).map((name) => ({ given, name })));

  it.each(all)('$name, p = $given.p: step by step as fitMixture', async ({ given, name }) => {
    const { p, n } = given;
    const { mixture, values, tensor, ...facts } = rowsWithFacts(given);
    const shared = {
      ...OPTIONS[name](facts),
      ...{ tolerance: 0, parameterTolerance: 0, maxIterations: STEPS },
    };
    const start = startFrom(mixture);
    const want = fitMixture(values, 3, { ...shared, dimension: p, initialization: start, minWeight: 0 });
    const rows = tensor();
    const got = await fitMixtureOnTensors(rows, start, shared);
    rows.dispose();

    const counts = shared.sampleWeights ? facts.sampleWeights : new Float64Array(n).fill(1);
    const total = counts.reduce((sum, w) => sum + w, 0);
    // Errors of rows that are independent of each other average out as over so many rows of equal weight.
    const effective = total ** 2 / counts.reduce((sum, w) => sum + w * w, 0);
    const largest = Math.max(50, largestKappa(want.mixture));
    // Of weights in float32, U each: they multiply log densities of up to about p.
    const density = GROWTH * (densityBound(p, largest, n) + U * p);
    const sum = GROWTH * U * (Math.sqrt(n) + 5) + density / Math.sqrt(effective);
    const steps = Math.min(got.trace.length, want.trace.length);
    expect(steps).toBeGreaterThan(2);
    if (shared.kind !== 'hard') expect(steps).toBe(STEPS + 1);
    for (let step = 0; step < steps; step++) {
      within(got.trace[step] / total, want.trace[step] / total, density, `objective of step ${step}`);
    }
    within(got.logLikelihood / total, want.logLikelihood / total, density, 'log-likelihood');
    within(
      got.classificationLogLikelihood / total,
      want.classificationLogLikelihood / total,
      density,
      'classification',
    );
    expect(got.noise === undefined).toBe(want.mixture.noise === undefined);
    within(got.noise ?? 0, want.mixture.noise ?? 0, sum, 'noise');
    want.mixture.components.forEach(({ mu, kappa }, k) => {
      within(got.weights[k], want.mixture.weights[k], sum, `weight ${k}`);
      within(Math.hypot(...got.directions[k].map((value, j) => value - mu[j])), 0, sum, `direction ${k}`);
      within(got.kappas[k], kappa, sum * (1 + (2 * kappa) / (p - 1)) * kappa, `κ ${k}`);
    });
    within(
      got.weights.reduce((a, b) => a + b, got.noise ?? 0),
      1,
      2 ** -50,
      'all weights',
    );
  });

  describe('noise and facts of rows', () => {
    const given = mixtureCases[0];

    it('weights of 2 and 0 are rows twice and rows left out', async () => {
      const { mixture, values, tensor } = rowsWithFacts(given);
      const counts = Float64Array.from({ length: given.n }, (_, i) => i % 3);
      const repeated = Array.from(counts).flatMap((count, i) =>
        Array.from({ length: count }, () => Array.from(values.subarray(3 * i, 3 * i + 3))).flat(),
      );
      const rows = tensor();
      const twice = tf.tensor2d(repeated, [repeated.length / 3, 3]);
      const weighted = await mixtureStatistics(rows, mixture, { sampleWeights: counts });
      const plain = await mixtureStatistics(twice, mixture);
      const allowed = 2 * U * (Math.sqrt(given.n) + 4);
      plain.weights.forEach((weight, k) => {
        within(weighted.weights[k], weight, allowed * weight, `weight ${k}`);
      });
      within(
        weighted.logLikelihood,
        plain.logLikelihood,
        densityBound(3, largestKappa(mixture), given.n) * repeated.length,
        'log-likelihood',
      );
      tf.dispose([rows, twice]);
    });

    it('weights of any size: those of 2^-900 and 2^900 give the bits of those of 1', async () => {
      const { mixture, tensor, sampleWeights } = rowsWithFacts(given);
      const rows = tensor();
      const one = await mixtureStatistics(rows, mixture, { sampleWeights });
      for (const scale of [2 ** -900, 2 ** 900]) {
        const scaled = sampleWeights.map((weight) => weight * scale);
        const other = await mixtureStatistics(rows, mixture, { sampleWeights: scaled });
        expect(other.weights).toEqual(one.weights.map((weight) => weight * scale));
        expect(other.logLikelihood).toBe(one.logLikelihood * scale);
      }
      rows.dispose();
    });

    it('goes on from a result with noise, keeps it by itself, drops it when told to', async () => {
      const { tensor } = rowsWithFacts(given);
      const rows = tensor();
      const start = startFrom(caseOf(given).mixture);
      const first = await fitMixtureOnTensors(rows, start, { noise: true, maxIterations: 3 });
      const second = await fitMixtureOnTensors(rows, first, { maxIterations: 0 });
      expect(second.noise).toBe(first.noise);
      expect(second.logLikelihood).toBe(first.logLikelihood);
      const without = await fitMixtureOnTensors(rows, first, { maxIterations: 0, noise: false });
      expect(without.noise).toBeUndefined();
      within(
        without.weights.reduce((a, b) => a + b),
        1,
        2 ** -50,
        'weights',
      );
      const noisy = new VonMisesFisherMixture([0.3, 0.3, 0.3], start.components, { noise: 0.1 });
      expect((await fitMixtureOnTensors(rows, noisy, { maxIterations: 0 })).noise).toBe(noisy.noise);
      rows.dispose();
    });

    it('a prior bounds κ where rows are equal', async () => {
      const rows = tf.tensor2d([1, 0, 0, 1, 0, 0, 1, 0, 0], [3, 3]);
      const start = { weights: [1], directions: [[1, 0, 0]], kappas: [1] };
      const free = await fitMixtureOnTensors(rows, start);
      expect(free.degenerate).toEqual([0]);
      const bounded = await fitMixtureOnTensors(rows, start, { prior: 1 });
      expect(bounded.degenerate).toEqual([]);
      // R̄ = 3/4: as fit gives for three rows and one that points nowhere.
      const [{ kappa }] = fitMixture(
        [1, 1, 1].map(() => [1, 0, 0]),
        1,
        { prior: 1 },
      ).mixture.components;
      within(bounded.kappas[0], kappa, 16 * U * kappa, 'κ');
      rows.dispose();
    });

    it('leaves no tensor behind, also where it fails', async () => {
      const { mixture, tensor, sampleWeights, labels } = rowsWithFacts(given);
      const rows = tensor();
      const before = tf.memory().numTensors;
      const options = { sampleWeights, labels, noise: true, chunkRows: 100 };
      const seen: number[] = [];
      await fitMixtureOnTensors(rows, mixture, {
        ...options,
        maxIterations: 5,
        onProgress: () => seen.push(tf.memory().numTensors),
      });
      expect(new Set(seen).size).toBe(1);
      await mixtureStatistics(rows, mixture, { sampleWeights, labels });
      const refused: [object, string][] = [
        [{ sampleWeights: [1] }, 'sampleWeights must have length 900, one for each row, got 1'],
        [{ sampleWeights: labels }, 'sampleWeights[1] must be finite and not negative, got -1'],
        [{ sampleWeights: new Float64Array(900) }, 'sampleWeights must not all be 0, got 900 zeros'],
        [{ sampleWeights, labels: [3] }, 'labels must have length 900, one for each row, got 1'],
        [{ sampleWeights, labels: labels.map(() => 3) }, 'labels[0] must be an integer from -1 to 2, got 3'],
        [{ noise: 1 }, 'noise must lie between 0 and 1, got 1'],
        [{ weights: [1, 1, 1] }, 'weights must add up to 1, got 3'],
        [{ weights: [0.5, 0.5, 0] }, 'weights[2] must be positive, got 0'],
        [{ weights: [1] }, 'weights must have length 3, got 1'],
        [{ prior: -1 }, 'prior must not be negative, got -1'],
        [{ prior: Number.POSITIVE_INFINITY }, 'prior must be finite, got Infinity'],
      ];
      for (const [wrong, message] of refused) {
        await expect(fitMixtureOnTensors(rows, mixture, wrong)).rejects.toThrow(
          new RangeError(`fitMixtureOnTensors: ${message}`),
        );
      }
      await expect(fitMixtureOnTensors(rows, mixture, { noise: 'a' as unknown as boolean })).rejects.toThrow(
        new TypeError('fitMixtureOnTensors: noise must be a boolean or a number, got string'),
      );
      expect(tf.memory().numTensors).toBe(before);
      rows.dispose();
    });
  });
});
