import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import { kernelPack } from './KernelPack.ts';
import { requireTensor } from './requireTensor.ts';

/**
 * The sum of squares, Σ x²: the squared norm that a gradient is clipped by.
 *
 * In one pass over the memory where the backend's kernel pack can, else in plain operations. First derivatives;
 * second ones need `registerGradients()`.
 *
 * @param x of any shape
 * @returns a scalar; 0 where there is nothing to add
 * @throws TypeError for a non-tensor
 * @example
 * sumOfSquares(tf.tensor1d([3, 4])); // 25
 */
export function sumOfSquares(x: tf.Tensor): tf.Scalar {
  const given = requireTensor('sumOfSquares', 'x', x);
  return differentiable<tf.Scalar>(
    [given],
    (save) => {
      save([given]);
      // wasm leaves the sum of nothing unwritten.
      if (given.size === 0) return tf.scalar(0);
      return kernelPack().sumOfSquares?.(given) ?? tf.sum(tf.square(given));
    },
    (dy, [saved]) => [tf.mul(saved, tf.mul(dy, 2))],
  );
}
