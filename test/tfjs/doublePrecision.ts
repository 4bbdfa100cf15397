import type * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import * as core from 'von-mises-fisher';
import { l2Normalize, type PrototypeNormalization } from 'von-mises-fisher/tfjs';
import { tensorOf } from './gradientCheck.ts';

/** The objective written out in double precision on lists of numbers: what the tensors are compared with. */

export const rowsOf = (t: tf.Tensor): number[][] => {
  const width = t.shape[t.rank - 1] as number;
  const values = Array.from(t.dataSync());
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
};

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

export const logSumExp = (values: readonly number[]): number => {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, v) => sum + Math.exp(v - top), 0));
};

export const logSoftmaxOf = (row: readonly number[]): number[] => {
  const total = logSumExp(row);
  return row.map((x) => x - total);
};

/** |got - want| <= allowed, element by element. */
export function expectNear(got: tf.Tensor, want: readonly number[], allowed: number): void {
  const values = got.dataSync();
  expect(values.length).toBe(want.length);
  want.forEach((expected, i) => {
    if (!(Math.abs(values[i] - expected) <= allowed)) {
      expect.fail(`element ${i}: got ${values[i]}, expected ${expected}, allowed ±${allowed}`);
    }
  });
}

/** Equations 6 and 7 in double precision, without log C_p(0). */
export function logitsOf(
  y: readonly number[][],
  w: readonly number[][],
  tau: number,
  normalization: PrototypeNormalization,
  terms?: number,
): number[] {
  const p = w[0].length;
  return y.flatMap((direction) =>
    w.map((prototype) => {
      const norm = Math.hypot(...prototype);
      const score = dot(direction, prototype) / tau;
      if (normalization === 'none') return score;
      if (normalization === 'l2') return norm > 0 ? score / norm : 0;
      if (terms === undefined) return score + core.relativeLogNormalizer(p, norm / tau);
      return score + core.logNormalizer(p, norm / tau, { terms }) - core.logNormalizer(p, 0, { terms });
    }),
  );
}

export const unitRows = (shape: [number, number], seed: number): tf.Tensor2D =>
  l2Normalize(tensorOf(shape, seed) as tf.Tensor2D);
