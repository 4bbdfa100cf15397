import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { fitMixtureOnTensors, type TensorMixtureFit } from 'von-mises-fisher/tfjs';
import {
  caseOf,
  densityBound,
  GROWTH,
  largestKappa,
  mixtureCases,
  STEPS,
  startFrom,
  U,
  within,
} from './mixtureRows.ts';
import { onEachBackend } from './onEachBackend.ts';

const mixtureOf = ({ weights, directions, kappas, noise }: TensorMixtureFit): VonMisesFisherMixture =>
  new VonMisesFisherMixture(
    weights,
    directions.map((mu, k) => new VonMisesFisher(mu, kappas[k])),
    { noise },
  );

onEachBackend(() => {
  describe('fitMixtureOnTensors', () => {
    const all = mixtureCases.flatMap((given) =>
      (['soft', 'hard'] as const).flatMap((kind) =>
        (['free', 'common', 50] as const).map((concentration) => ({ kind, given, concentration })),
      ),
    );

    it.each(all)(
      '$kind, κ $concentration, p = $given.p: step by step as fitMixture in double precision',
      async ({ kind, given, concentration }) => {
        const { p, n } = given;
        const { mixture, values, tensor } = caseOf(given);
        const start = startFrom(mixture);
        const shared = { kind, concentration, tolerance: 0, parameterTolerance: 0, maxIterations: STEPS };
        const want = fitMixture(values, 3, { ...shared, dimension: p, initialization: start, minWeight: 0 });
        const rows = tensor();
        const got = await fitMixtureOnTensors(rows, start, shared);
        rows.dispose();

        const density = GROWTH * densityBound(p, Math.max(50, largestKappa(want.mixture)), n);
        // Sums of n terms, and shares that err with the densities, row by row on their own.
        const sum = GROWTH * U * (Math.sqrt(n) + 4) + density / Math.sqrt(n);
        // Hard EM may stand still before all steps are made.
        const steps = Math.min(got.trace.length, want.trace.length);
        expect(steps).toBeGreaterThan(2);
        if (kind === 'soft') expect(steps).toBe(STEPS + 1);
        for (let step = 0; step < steps; step++) {
          within(got.trace[step] / n, want.trace[step] / n, density, `objective of step ${step}`);
        }
        within(got.logLikelihood / n, want.logLikelihood / n, density, 'log-likelihood');
        want.mixture.components.forEach(({ mu, kappa }, k) => {
          within(got.weights[k], want.mixture.weights[k], sum, `weight ${k}`);
          const turn = Math.hypot(...got.directions[k].map((value, j) => value - mu[j]));
          within(turn, 0, sum, `direction ${k}`);
          // dκ/κ = dR̄/(1 - R̄) for κ large, less for κ small
          const allowed = sum * (1 + (2 * kappa) / (p - 1)) * kappa;
          within(got.kappas[k], kappa, typeof concentration === 'number' ? 0 : allowed, `κ ${k}`);
        });
        expect(mixtureOf(got).predict(values)).toEqual(want.mixture.predict(values));
      },
    );

    it('never lowers the objective by more than rounding, and converges to what fitMixture finds', async () => {
      const given = mixtureCases[1];
      const { mixture, values, tensor } = caseOf(given);
      const start = startFrom(mixture);
      const want = fitMixture(values, 3, { dimension: given.p, initialization: start, tolerance: 1e-12 });
      const rows = tensor();
      const seen: number[] = [];
      const got = await fitMixtureOnTensors(rows, start, {
        onProgress: ({ iteration, objective }) => {
          expect(iteration).toBe(seen.length + 1);
          seen.push(objective);
        },
      });
      rows.dispose();
      expect(got.converged).toBe(true);
      expect(got.aborted).toBe(false);
      expect(seen).toEqual(got.trace);
      expect(got.iterations).toBe(got.trace.length - 1);
      const allowed = densityBound(given.p, largestKappa(mixture), given.n) * given.n;
      got.trace.slice(1).forEach((value, i) => {
        expect(value).toBeGreaterThan(got.trace[i] - allowed);
      });
      // A change of 1e-6 of the objective ends it; what is left is a few times that.
      within(got.logLikelihood, want.logLikelihood, allowed + 1e-5 * Math.abs(want.logLikelihood), 'end');
    });

    it('goes on from its own result, a component without rows staying as it is', async () => {
      const { mixture, tensor } = caseOf(mixtureCases[0]);
      const rows = tensor();
      const start = {
        weights: [0.5, 0.5, 0],
        directions: mixture.components.map(({ mu }) => mu),
        kappas: [10, 10, 7],
      };
      const first = await fitMixtureOnTensors(rows, start, { maxIterations: 3 });
      expect(first.weights[2]).toBe(0);
      expect(first.kappas[2]).toBe(7);
      expect(first.directions[2]).toEqual(mixture.components[2].mu);
      const second = await fitMixtureOnTensors(rows, first, { maxIterations: 0 });
      expect(second.logLikelihood).toBe(first.logLikelihood);
      rows.dispose();
    });

    it('stops κ at its bound on rows that are equal, and says so', async () => {
      const rows = tf.tensor2d([
        [1, 0, 0],
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]);
      const start = {
        weights: [0.5, 0.5],
        directions: [
          [1, 0, 0],
          [0, Math.SQRT1_2, Math.SQRT1_2],
        ],
        kappas: [20, 1],
      };
      const fit = await fitMixtureOnTensors(rows, start, { kind: 'hard' });
      expect(fit.degenerate).toEqual([0]);
      expect(fit.kappas[0]).toBe(2 ** 16);
      expect((await fitMixtureOnTensors(rows, start, { kind: 'hard', maxKappa: 99 })).kappas[0]).toBe(99);
      rows.dispose();
    });

    it('ends after the pass in which a signal comes, also one of a timer', async () => {
      const { mixture, tensor } = caseOf(mixtureCases[0]);
      const rows = tensor();
      const endless = { tolerance: 0, parameterTolerance: 0, maxIterations: 1e6 };
      const now = new AbortController();
      const stopped = await fitMixtureOnTensors(rows, mixture, {
        ...endless,
        signal: now.signal,
        onProgress: ({ iteration }) => iteration === 4 && now.abort(),
      });
      expect(stopped.aborted).toBe(true);
      expect(stopped.converged).toBe(false);
      expect(stopped.trace.length).toBe(4);
      const later = new AbortController();
      setTimeout(() => later.abort(), 0);
      const timed = await fitMixtureOnTensors(rows, startFrom(mixture), { ...endless, signal: later.signal });
      expect(timed.aborted).toBe(true);
      expect(timed.trace.length).toBeLessThan(4);
      rows.dispose();
    });

    it('leaves no tensor behind, also where it fails', async () => {
      const { mixture, tensor } = caseOf(mixtureCases[0]);
      const rows = tensor();
      const before = tf.memory().numTensors;
      await fitMixtureOnTensors(rows, mixture, { maxIterations: 5, chunkRows: 100 });
      await fitMixtureOnTensors(rows, mixture, { maxIterations: 5, kind: 'hard', concentration: 'common' });
      const thrown = fitMixtureOnTensors(rows, mixture, {
        onProgress: () => {
          throw new Error('enough');
        },
      });
      await expect(thrown).rejects.toThrow('enough');
      expect(tf.memory().numTensors).toBe(before);
      rows.dispose();
    });

    it('names what is wrong', async () => {
      const rows = tf.tensor2d([[1, 0]]);
      const start = { weights: [1], directions: [[1, 0]], kappas: [1] };
      const refused = (error: Error, ...given: unknown[]) =>
        expect(
          fitMixtureOnTensors(...(given as Parameters<typeof fitMixtureOnTensors>)),
          error.message,
        ).rejects.toThrow(error);
      const bad = tf.tensor2d([
        [1, 0],
        [3, 0],
        [Number.NaN, 1],
      ]);
      await refused(
        new RangeError('fitMixtureOnTensors: rows must have unit length, got 2 of 3 that have not'),
        bad,
        start,
      );
      await refused(new RangeError('fitMixtureOnTensors: start.weights must add up to 1, got 2'), rows, {
        ...start,
        weights: [2],
      });
      await refused(
        new RangeError(`fitMixtureOnTensors: concentration must be 'free', 'common' or numbers, got "one"`),
        rows,
        start,
        { concentration: 'one' },
      );
      await refused(
        new TypeError(`fitMixtureOnTensors: concentration must be 'free', 'common' or numbers, got null`),
        rows,
        start,
        { concentration: null },
      );
      await refused(
        new RangeError('fitMixtureOnTensors: concentration must have length 1, got 2'),
        rows,
        start,
        { concentration: [1, 2] },
      );
      await refused(
        new RangeError('fitMixtureOnTensors: tolerance must not be negative, got -1'),
        rows,
        start,
        { tolerance: -1 },
      );
      await refused(
        new RangeError('fitMixtureOnTensors: maxKappa must be a finite number above 0, got 0'),
        rows,
        start,
        { maxKappa: 0 },
      );
      tf.dispose([rows, bad]);
    });
  });
});
