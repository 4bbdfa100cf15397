import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { crossEntropy, softmax, studentLogProbabilities, viewPairs } from 'von-mises-fisher/tfjs';
import { dot, expectNear, logSoftmaxOf, rowsOf } from './doublePrecision.ts';
import { expectGradients, tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

onEachBackend(() => {
  describe('crossEntropy', () => {
    it.each([
      [2, 2, 3],
      [2, 5, 3],
      [1, 2, 4],
      [3, 4, 1],
    ])(
      '%d global of %d views, batch %d: agrees with a loop and with differences',
      (globalViews, views, batch) => {
        tf.tidy(() => {
          const prototypes = 6;
          const targets = softmax(tensorOf([globalViews * batch, prototypes], 21, 2) as tf.Tensor2D);
          const logits = tensorOf([views * batch, prototypes], 22, 3) as tf.Tensor2D;
          const [p, logQ] = [rowsOf(targets), rowsOf(logits).map(logSoftmaxOf)];
          let sum = 0;
          let pairs = 0;
          for (let i = 0; i < globalViews; i++) {
            for (let j = 0; j < views; j++) {
              if (i === j) continue;
              pairs++;
              for (let b = 0; b < batch; b++) sum -= dot(p[i * batch + b], logQ[j * batch + b]) / batch;
            }
          }
          expect(viewPairs(globalViews, views).length).toBe(pairs);
          const loss = (l: tf.Tensor): tf.Tensor =>
            crossEntropy(targets, studentLogProbabilities(l as tf.Tensor2D), { globalViews });
          expect(loss(logits).shape).toEqual([]);
          expectNear(loss(logits), [sum / pairs], 2 ** -20);
          expectGradients(loss, [logits], 8);
        });
      },
    );

    it('does not differentiate the teacher', () => {
      tf.tidy(() => {
        const f = (l: tf.Tensor): tf.Tensor =>
          crossEntropy(softmax(l as tf.Tensor2D), studentLogProbabilities(tf.ones([4, 3]) as tf.Tensor2D));
        expect(() => tf.grad(f)(tf.ones([4, 3]))).toThrow(
          /Cannot compute gradient of y=f\(x\) with respect to x/,
        );
      });
    });

    it('has two global views by default', () => {
      tf.tidy(() => {
        const targets = softmax(tensorOf([4, 3], 23) as tf.Tensor2D);
        const student = studentLogProbabilities(tensorOf([6, 3], 24) as tf.Tensor2D);
        expect(crossEntropy(targets, student).dataSync()).toEqual(
          crossEntropy(targets, student, { globalViews: 2 }).dataSync(),
        );
      });
    });

    it('names what is wrong', () => {
      tf.tidy(() => {
        const targets = tf.ones([4, 3]) as tf.Tensor2D;
        const student = (rows: number, width = 3): tf.Tensor2D => tf.ones([rows, width]) as tf.Tensor2D;
        expect(() => crossEntropy(targets, student(6, 4))).toThrow(
          new TypeError('crossEntropy: studentLogProbabilities must have shape [V·B, 3], got [6, 4]'),
        );
        expect(() => crossEntropy(targets, student(5))).toThrow(
          new TypeError(
            'crossEntropy: studentLogProbabilities must have a multiple of 2 rows (one view), got 5',
          ),
        );
        expect(() => crossEntropy(targets, student(6), { globalViews: 3 })).toThrow(
          new RangeError("crossEntropy: globalViews must divide the teacher's 4 rows, got 3"),
        );
        expect(() => crossEntropy(targets, student(2))).toThrow(RangeError);
        expect(() => crossEntropy(targets, student(4), { globalViews: 1 })).toThrow(RangeError);
      });
    });
  });
});

describe('viewPairs', () => {
  it('lists teacher and student views', () => {
    expect(viewPairs(2, 3)).toEqual([
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 2],
    ]);
    expect(viewPairs(2, 10)).toHaveLength(18);
    expect(viewPairs(1, 2)).toEqual([[0, 1]]);
  });

  it('names counts that leave no pair', () => {
    expect(() => viewPairs(0, 2)).toThrow(
      new RangeError('viewPairs: globalViews must be an integer of 1 or more, got 0'),
    );
    expect(() => viewPairs(1, 1)).toThrow(
      new RangeError('viewPairs: views must be an integer of 2 or more, got 1'),
    );
    expect(() => viewPairs(3, 2)).toThrow(RangeError);
  });
});
