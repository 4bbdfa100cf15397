import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { fitMixture } from 'von-mises-fisher/mixture';
import { fitMixtureOnTensors } from 'von-mises-fisher/tfjs';
import {
  caseOf,
  densityBound,
  GROWTH,
  largestKappa,
  mixtureCases,
  startFrom,
  U,
  within,
} from '../mixtureRows.ts';
import { onWebGPU } from './onWebGPU.ts';

const STEPS = 3;

await onWebGPU(() => {
  it.each(mixtureCases.slice(0, 2).flatMap((given) => [false, true].map((noise) => ({ given, noise }))))(
    'EM on tensors, p = $given.p, noise $noise: step by step as fitMixture in double precision',
    async ({ given, noise }) => {
      const { p, n } = given;
      const { mixture, values } = caseOf(given);
      const start = startFrom(mixture);
      const sampleWeights = Float32Array.from({ length: n }, (_, i) => 1 + (i % 3));
      const shared = { noise, tolerance: 0, parameterTolerance: 0, maxIterations: STEPS, sampleWeights };
      const want = fitMixture(values, 3, { ...shared, dimension: p, initialization: start, minWeight: 0 });
      const rows = tf.tensor2d(values, [n, p]);
      const got = await fitMixtureOnTensors(rows, start, shared);
      rows.dispose();
      const total = sampleWeights.reduce((sum, weight) => sum + weight, 0);
      const density = GROWTH * densityBound(p, Math.max(50, largestKappa(want.mixture)), n);
      const sum = GROWTH * U * (Math.sqrt(n) + 4) + density / Math.sqrt(n);
      expect(got.trace.length).toBe(STEPS + 1);
      got.trace.forEach((objective, step) => {
        within(objective / total, want.trace[step] / total, density, `objective of step ${step}`);
      });
      want.mixture.components.forEach(({ mu }, k) => {
        within(got.weights[k], want.mixture.weights[k], sum, `weight ${k}`);
        within(Math.hypot(...got.directions[k].map((x, j) => x - mu[j])), 0, sum, `direction ${k}`);
      });
    },
  );
});
