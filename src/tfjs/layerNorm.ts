import * as tf from '@tensorflow/tfjs-core';
import { asRows } from './asRows.ts';
import { differentiableOnce } from './differentiable.ts';
import { kernelPack } from './KernelPack.ts';
import { requirePositive, requireShape, requireTensor } from './requireTensor.ts';
import { reshaped } from './reshaped.ts';
import { sumOfRows } from './sumOfRows.ts';

/**
 * Layer normalization over the last axis, scaled and shifted.
 *
 *   y = gain ⊙ x̂ + bias,   x̂ = (x - mean x)/√(var x + ε),   var the mean of squares (no Bessel correction)
 *   ∂x = (ĝ - mean ĝ - x̂ mean(ĝ ⊙ x̂))/√(var x + ε),   ĝ = gain ⊙ ∂y
 *
 * First derivatives; a second one is refused.
 *
 * @param x [..., d]
 * @param gain [d]
 * @param bias [d]
 * @param epsilon added to the variance, 1e-6 as in vision transformers
 * @throws TypeError for a non-tensor or a shape that does not fit; RangeError for ε <= 0
 * @example
 * layerNorm(tf.tensor2d([[1, 3]]), tf.ones([2]), tf.zeros([2])); // [[-1, 1]]
 */
export function layerNorm<T extends tf.Tensor>(x: T, gain: tf.Tensor, bias: tf.Tensor, epsilon = 1e-6): T {
  const input = requireTensor('layerNorm', 'x', x);
  const width = input.shape[input.rank - 1];
  const scale = requireTensor('layerNorm', 'gain', gain);
  const shift = requireTensor('layerNorm', 'bias', bias);
  if (width === undefined) throw new TypeError('layerNorm: x must have rank 1 or more, got a scalar');
  requireShape('layerNorm', 'gain', scale, [width], `[${width}]`);
  requireShape('layerNorm', 'bias', shift, [width], `[${width}]`);
  requirePositive('layerNorm', 'epsilon', epsilon);
  const kernel = kernelPack().layerNorm;
  if (kernel) {
    return differentiableOnce<T>(
      'layerNorm',
      [input, scale, shift],
      (save) => {
        const [y, mean, inverseDeviation] = kernel.forward(
          asRows(input),
          scale as tf.Tensor1D,
          shift as tf.Tensor1D,
          epsilon,
        );
        save([input, scale, mean, inverseDeviation]);
        return reshaped(y, input.shape) as T;
      },
      (dy, [savedX, savedScale, mean, inverseDeviation]) => {
        const [dx, dGain, dBias] = kernel.backward(
          asRows(dy),
          asRows(savedX),
          savedScale as tf.Tensor1D,
          mean as tf.Tensor1D,
          inverseDeviation as tf.Tensor1D,
        );
        return [reshaped(dx, savedX.shape), dGain, dBias];
      },
    );
  }
  return differentiableOnce<T>(
    'layerNorm',
    [input, scale, shift],
    (save) => {
      const centered = tf.sub(input, tf.mean(input, -1, true));
      const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.square(centered), -1, true), epsilon));
      const normalized = tf.mul(centered, inverseDeviation);
      save([normalized, inverseDeviation, scale]);
      return tf.add(tf.mul(normalized, scale), shift);
    },
    (dy, [normalized, inverseDeviation, savedScale]) => {
      const towards = tf.mul(dy, savedScale);
      const along = tf.mul(normalized, tf.mean(tf.mul(towards, normalized), -1, true));
      const dx = tf.mul(tf.sub(tf.sub(towards, tf.mean(towards, -1, true)), along), inverseDeviation);
      return [dx, sumOfRows(tf.mul(dy, normalized)), sumOfRows(dy)];
    },
  );
}
