import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  prototypeLogits,
  softmax,
  studentLogProbabilities,
  teacherProbabilities,
  updateLogitCenter,
  updateProbabilityCenter,
} from 'von-mises-fisher/tfjs';
import { dot, expectNear, logSoftmaxOf, logSumExp, rowsOf, unitRows } from './doublePrecision.ts';
import { tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

onEachBackend(() => {
  describe('studentLogProbabilities and teacherProbabilities', () => {
    it('are Eqs. 6 and 7', () => {
      tf.tidy(() => {
        const logits = tensorOf([4, 9], 11, 8) as tf.Tensor2D;
        const center = tensorOf([9], 12, 2) as tf.Tensor1D;
        const c = Array.from(center.dataSync());
        const rows = rowsOf(logits);
        expectNear(studentLogProbabilities(logits), rows.flatMap(logSoftmaxOf), 2 ** -19);
        for (const tau of [1, 0.04, 0.5]) {
          const want = rows.flatMap((row) => logSoftmaxOf(row.map((l, k) => l - c[k] / tau)).map(Math.exp));
          expectNear(teacherProbabilities(logits, center, { tau }), want, (2 ** -21 * 2) / tau);
        }
      });
    });

    it('name what is wrong', () => {
      tf.tidy(() => {
        const logits = tf.ones([2, 3]) as tf.Tensor2D;
        expect(() => teacherProbabilities(logits, tf.zeros([4]))).toThrow(
          new TypeError('teacherProbabilities: center must have shape [3], got [4]'),
        );
        expect(() => teacherProbabilities(logits, tf.zeros([3]), { tau: -1 })).toThrow(RangeError);
        expect(() => studentLogProbabilities(3 as unknown as tf.Tensor)).toThrow(TypeError);
      });
    });
  });

  describe('updateLogitCenter', () => {
    it('is Eq. 8 over the logits, or over the raw scores in the unit τ', () => {
      tf.tidy(() => {
        const y = unitRows([6, 8], 13);
        const w = tensorOf([5, 8], 14, 2) as tf.Tensor2D;
        const center = tensorOf([5], 15) as tf.Tensor1D;
        const c = Array.from(center.dataSync());
        const [directions, prototypes] = [rowsOf(y), rowsOf(w)];
        const raw = prototypes.map(
          (prototype) => directions.reduce((sum, d) => sum + dot(d, prototype), 0) / 6,
        );
        const tau = 0.04;
        const logits = prototypeLogits(y, w, tau, { normalization: 'none' });
        const scaled = updateLogitCenter(center, logits, 0.9, { tau });
        expectNear(
          scaled,
          raw.map((mean, k) => 0.9 * c[k] + 0.1 * mean),
          2 ** -20,
        );
        expectNear(
          updateLogitCenter(center, logits, 0.9),
          raw.map((mean, k) => 0.9 * c[k] + (0.1 * mean) / tau),
          2 ** -18,
        );
        // DINO's targets: softmax((⟨w,y⟩ - c)/τ) with the center from before this batch.
        const want = directions.flatMap((d) =>
          logSoftmaxOf(prototypes.map((prototype, k) => (dot(d, prototype) - c[k]) / tau)).map(Math.exp),
        );
        expectNear(teacherProbabilities(logits, center, { tau }), want, 2 ** -14);
      });
    });
  });

  describe('updateProbabilityCenter', () => {
    const eq9 = (rows: number[][], center: number[], m: number): number[] => {
      const logs = rows.map(logSoftmaxOf);
      return center.map(
        (c, k) => m * c + (1 - m) * (logSumExp(logs.map((row) => row[k])) - Math.log(rows.length)),
      );
    };

    it('is Eq. 9', () => {
      tf.tidy(() => {
        const logits = tensorOf([6, 5], 16, 10) as tf.Tensor2D;
        const center = tensorOf([5], 17) as tf.Tensor1D;
        const want = eq9(rowsOf(logits), Array.from(center.dataSync()), 0.9);
        expectNear(updateProbabilityCenter(center, logits, 0.9), want, 2 ** -18);
        expectNear(updateProbabilityCenter(center, logits, 1), Array.from(center.dataSync()), 0);
      });
    });

    it('stays finite at κ = 500, where probabilities leave float32', () => {
      tf.tidy(() => {
        const y = unitRows([8, 64], 18);
        const w = tf.mul(unitRows([12, 64], 19), 20) as tf.Tensor2D;
        const poles = tf.concat([w, tf.mul(tf.neg(tf.slice(y, [0, 0], [4, 64])), 20)]) as tf.Tensor2D;
        const logits = prototypeLogits(y, poles, 0.04);
        const naive = tf.log(tf.mean(softmax(logits), 0));
        expect(Array.from(naive.dataSync()).some((c) => c === Number.NEGATIVE_INFINITY)).toBe(true);
        const center = updateProbabilityCenter(tf.zeros([16]), logits, 0);
        expect(Array.from(center.dataSync()).every(Number.isFinite)).toBe(true);
        // Logits of up to 2^10 in size carry 2^-14 each.
        expectNear(center, eq9(rowsOf(logits), Array(16).fill(0), 0), 2 ** -12);
        const targets = teacherProbabilities(logits, center);
        expect(Array.from(targets.dataSync()).every(Number.isFinite)).toBe(true);
      });
    });

    it('takes κ = 0 rows: uniform logits give log(1/K)', () => {
      tf.tidy(() => {
        const logits = prototypeLogits(unitRows([4, 8], 20), tf.zeros([5, 8]), 0.04);
        expectNear(updateProbabilityCenter(tf.zeros([5]), logits, 0), Array(5).fill(-Math.log(5)), 2 ** -22);
      });
    });

    it('names what is wrong, as updateLogitCenter does', () => {
      tf.tidy(() => {
        const logits = tf.ones([2, 3]) as tf.Tensor2D;
        for (const update of [updateProbabilityCenter, updateLogitCenter]) {
          expect(() => update(tf.zeros([4]), logits, 0.9)).toThrow(
            new TypeError(`${update.name}: center must have shape [3], got [4]`),
          );
          expect(() => update(tf.zeros([3]), logits, 1.1)).toThrow(
            new RangeError(`${update.name}: momentum must be in [0, 1], got 1.1`),
          );
          expect(() => update(tf.zeros([3]), logits, '1' as unknown as number)).toThrow(TypeError);
          expect(() => update(tf.zeros([3]), tf.ones([3]) as unknown as tf.Tensor2D, 0.9)).toThrow(
            /\[B, K\]/,
          );
        }
      });
    });
  });
});
