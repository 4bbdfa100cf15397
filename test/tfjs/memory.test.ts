import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  crossEntropy,
  prototypeLogits,
  studentLogProbabilities,
  teacherProbabilities,
  updateLogitCenter,
  updateProbabilityCenter,
} from 'von-mises-fisher/tfjs';
import { unitRows } from './doublePrecision.ts';
import { tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

onEachBackend(() => {
  it('one step of the objective leaves no tensor behind', () => {
    const y = unitRows([4, 16], 25);
    const w = tensorOf([6, 16], 26, 2) as tf.Tensor2D;
    const center = tf.zeros([6]) as tf.Tensor1D;
    const step = (): tf.Tensor[] => {
      const teacher = prototypeLogits(y, w, 0.04);
      const targets = teacherProbabilities(teacher, center);
      const next = updateLogitCenter(updateProbabilityCenter(center, teacher, 0.9), teacher, 0.9, {
        tau: 0.04,
      });
      const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) =>
        crossEntropy(
          targets,
          studentLogProbabilities(prototypeLogits(a as tf.Tensor2D, b as tf.Tensor2D, 0.1)),
        ),
      )([y, w]);
      return [next, value, ...grads];
    };
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) {
      const kept = tf.tidy(step);
      expect(tf.memory().numTensors).toBe(before + 4);
      tf.dispose(kept);
    }
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([y, w, center]);
  });

  it('functions called outside tf.tidy leave only their result', () => {
    const logits = tensorOf([4, 6], 27) as tf.Tensor2D;
    const w = tensorOf([3, 6], 28) as tf.Tensor2D;
    const center = tf.zeros([6]) as tf.Tensor1D;
    const calls: (() => tf.Tensor)[] = [
      () => teacherProbabilities(logits, center, { tau: 0.5 }),
      () => studentLogProbabilities(logits),
      () => updateLogitCenter(center, logits, 0.9),
      () => updateProbabilityCenter(center, logits, 0.9),
      () => crossEntropy(logits, logits),
      () => prototypeLogits(logits, w, 0.1, { normalization: 'none' }),
    ];
    for (const call of calls) {
      const before = tf.memory().numTensors;
      const result = call();
      expect(tf.memory().numTensors - before, String(call)).toBe(1);
      result.dispose();
    }
    tf.dispose([logits, w, center]);
  });
});
