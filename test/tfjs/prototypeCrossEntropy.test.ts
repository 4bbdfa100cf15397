import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { l2Normalize, prototypeCrossEntropy, prototypeLogits, softmax } from 'von-mises-fisher/tfjs';
import { dot, expectNear, logSoftmaxOf, rowsOf } from './doublePrecision.ts';
import { expectGradients, tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

const [globalViews, views, batch, p, prototypes, tau] = [2, 4, 3, 5, 6, 0.3] as const;
const rows = (count: number, seed: number): tf.Tensor2D =>
  l2Normalize(tensorOf([count, p], seed, 2) as tf.Tensor2D);
const weightsOf = (seed: number): tf.Tensor2D => tensorOf([prototypes, p], seed, 2) as tf.Tensor2D;

onEachBackend(() => {
  describe('prototypeCrossEntropy of some views', () => {
    // 2 and 6 make up all prototypes in three chunks and in one.
    it.each([2, 6])('the parts by view add up to the whole, in chunks of %d', (chunk) => {
      tf.tidy(() => {
        const [y, w] = [rows(views * batch, 31), weightsOf(32)];
        const targets = softmax(tensorOf([globalViews * batch, prototypes], 33, 2) as tf.Tensor2D);
        const whole = prototypeCrossEntropy(y, w, tau, targets).dataSync()[0] as number;
        const pairs = globalViews * views - globalViews;
        const part = (first: number, count: number): number => {
          const own = tf.slice(y, [first * batch, 0], [count * batch, p]);
          const loss = prototypeCrossEntropy(own, w, tau, targets, { firstView: first, chunk });
          const share = [0, 1, 2, 3].slice(first, first + count).reduce((n, v) => n + (v < 2 ? 1 : 2), 0);
          return ((loss.dataSync()[0] as number) * share) / pairs;
        };
        for (const cuts of [
          [0, 1, 2, 3, 4],
          [0, 2, 4],
          [0, 1, 4],
        ]) {
          const sum = cuts.slice(1).reduce((total, end, i) => {
            const start = cuts[i] as number;
            return total + part(start, end - start);
          }, 0);
          expect(Math.abs(sum - whole)).toBeLessThan(16 * 2 ** -24 * whole);
        }
      });
    });

    it.each([2, 6])('one global view, firstView 1: row against row, weighted, in chunks of %d', (chunk) => {
      tf.tidy(() => {
        const [y, w] = [rows(5, 34), weightsOf(35)];
        const targets = softmax(tensorOf([5, prototypes], 36, 2) as tf.Tensor2D);
        const weights = tf.tensor1d([1, 0, 0.5, 2, 0.25]);
        const loss = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
          prototypeCrossEntropy(a as tf.Tensor2D, b as tf.Tensor2D, tau, targets, {
            ...{ globalViews: 1, firstView: 1, weights, chunk },
          });
        const logs = rowsOf(prototypeLogits(y, w, tau)).map(logSoftmaxOf);
        const each = rowsOf(targets).map((t, r) => -dot(t, logs[r] as number[]));
        const scale = [1, 0, 0.5, 2, 0.25];
        const sum = each.reduce((total, value, r) => total + (scale[r] as number) * value, 0);
        expectNear(loss(y, w), [sum / 5], 2 ** -19);
        expectGradients((a) => loss(a, w), [y], 8);
        expectGradients((b) => loss(y, b), [w], 8);
      });
    });

    it('names what is wrong', () => {
      tf.tidy(() => {
        const w = weightsOf(37);
        const targets = softmax(tensorOf([2 * batch, prototypes], 38) as tf.Tensor2D);
        const loss = (count: number, options: object) => () =>
          prototypeCrossEntropy(rows(count, 39), w, tau, targets, options);
        expect(loss(batch, { firstView: -1 })).toThrow(
          new RangeError('prototypeCrossEntropy: firstView must be an integer of 0 or more, got -1'),
        );
        expect(loss(batch, { firstView: '1' })).toThrow(TypeError);
        expect(loss(2 * batch, { globalViews: 1, firstView: 0 })).toThrow(
          new RangeError("prototypeCrossEntropy: the student's views must have a pair, got 1 from view 0"),
        );
        expect(loss(4 * batch, { weights: tf.ones([3]) })).toThrow(
          new TypeError('prototypeCrossEntropy: weights must have shape [12], got [3]'),
        );
      });
    });
  });
});
