import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';
import { type PrototypeNormalization, prototypeLogits, softmax } from 'von-mises-fisher/tfjs';
import { expectNear, logitsOf, rowsOf, unitRows } from './doublePrecision.ts';
import { expectGradients, tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

onEachBackend(() => {
  describe('prototypeLogits', () => {
    const settings: [PrototypeNormalization, number | undefined][] = [
      ['none', undefined],
      ['l2', undefined],
      ['vmf', undefined],
      ['vmf', 0],
      ['vmf', 2],
    ];

    it.each(settings)('%s, terms %s: agrees with double precision', (normalization, terms) => {
      tf.tidy(() => {
        const y = unitRows([5, 16], 1);
        const w = tensorOf([7, 16], 2, 3) as tf.Tensor2D;
        for (const tau of [0.04, 0.1, 1]) {
          const options = terms === undefined ? { normalization } : { normalization, terms };
          const logits = prototypeLogits(y, w, tau, options);
          expect(logits.shape).toEqual([5, 7]);
          const want = logitsOf(rowsOf(y), rowsOf(w), tau, normalization, terms);
          // 16 products of |w y|/τ up to 3/τ, the norm, and the normalizer of about the same size.
          expectNear(logits, want, (64 * 2 ** -24 * 12) / tau);
        }
      });
    });

    it.each(settings)('%s, terms %s: gradients agree with differences', (normalization, terms) => {
      tf.tidy(() => {
        const y = tensorOf([3, 8], 3);
        const w = tensorOf([4, 8], 4, 2);
        const options = terms === undefined ? { normalization } : { normalization, terms };
        const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
          prototypeLogits(a as tf.Tensor2D, b as tf.Tensor2D, 0.5, options);
        expectGradients(f, [y, w], 16);
      });
    });

    it("takes 'vmf' by default, and 'vmf' equals 'none' shifted when all lengths are equal", () => {
      tf.tidy(() => {
        const y = unitRows([4, 16], 5);
        const w = unitRows([6, 16], 6);
        const vmf = prototypeLogits(y, w, 0.1);
        const shift = core.relativeLogNormalizer(16, 10);
        expectNear(
          tf.sub(vmf, prototypeLogits(y, w, 0.1, { normalization: 'none' })),
          Array(24).fill(shift),
          2 ** -19,
        );
        expectNear(
          softmax(vmf),
          Array.from(softmax(prototypeLogits(y, w, 0.1, { normalization: 'l2' })).dataSync()),
          2 ** -20,
        );
      });
    });

    it('keeps a zero prototype finite, and its gradient right', () => {
      tf.tidy(() => {
        const y = unitRows([3, 16], 7);
        const w = tf.concat([
          tf.zeros([1, 16]),
          tensorOf([1, 16], 8),
          tf.fill([1, 16], 1e-30),
        ]) as tf.Tensor2D;
        const dy = tf.ones([3, 3]);
        for (const normalization of ['none', 'l2', 'vmf'] as const) {
          const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
            prototypeLogits(a as tf.Tensor2D, b as tf.Tensor2D, 0.1, { normalization });
          expect(
            rowsOf(f(y, w))
              .flatMap((row) => [row[0], row[2]])
              .every((l) => Math.abs(l) < 1e-10),
          ).toBe(true);
          const [towardsY, towardsW] = tf.grads(f)([y, w], dy);
          expect([...towardsY.dataSync(), ...towardsW.dataSync()].every(Number.isFinite)).toBe(true);
          // At w = 0 the normalizer is flat: only Σ_b y_b/τ remains.
          const sums = Array.from(tf.div(tf.sum(y, 0), 0.1).dataSync());
          const want = normalization === 'l2' ? Array(16).fill(0) : sums;
          expectNear(tf.slice(towardsW, [0, 0], [1, 16]), want, 2 ** -18);
          expectNear(tf.slice(towardsW, [2, 0], [1, 16]), want, 2 ** -18);
        }
      });
    });

    it('gives rows whose softmax sums to 1 and ignores a constant', () => {
      tf.tidy(() => {
        const logits = prototypeLogits(unitRows([6, 32], 9), tensorOf([40, 32], 10, 4) as tf.Tensor2D, 0.04);
        const probabilities = softmax(logits);
        expectNear(tf.sum(probabilities, 1), Array(6).fill(1), 40 * 2 ** -24);
        // Adding 64 to logits of up to 2^9 loses 2^-15 of each.
        expectNear(softmax(tf.add(logits, 64)), Array.from(probabilities.dataSync()), 2 ** -13);
      });
    });

    it('names what is wrong', () => {
      tf.tidy(() => {
        const y = tf.ones([2, 4]) as tf.Tensor2D;
        const w = tf.ones([3, 4]) as tf.Tensor2D;
        expect(() => prototypeLogits(y, tf.ones([3, 5]), 0.1)).toThrow(
          new TypeError('prototypeLogits: w must have shape [K, 4], got [3, 5]'),
        );
        expect(() => prototypeLogits(tf.ones([2, 2, 4]) as unknown as tf.Tensor2D, w, 0.1)).toThrow(
          new TypeError('prototypeLogits: y must have shape [B, p], got [2, 2, 4]'),
        );
        expect(() => prototypeLogits(y, w, 0)).toThrow(
          new RangeError('prototypeLogits: tau must be a finite number above 0, got 0'),
        );
        expect(() => prototypeLogits(y, w, '1' as unknown as number)).toThrow(TypeError);
        expect(() => prototypeLogits(y, w, 1, { normalization: 'L2' as 'l2' })).toThrow(
          new RangeError(`prototypeLogits: normalization must be 'none', 'l2' or 'vmf', got "L2"`),
        );
        expect(() => prototypeLogits(y, w, 1, { terms: -1 })).toThrow(RangeError);
        expect(() => prototypeLogits([[1]] as unknown as tf.Tensor2D, w, 1)).toThrow(
          /y must be a tensor, got object/,
        );
      });
    });
  });
});
