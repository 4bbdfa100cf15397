import * as tf from '@tensorflow/tfjs-core';
import { asRows } from './asRows.ts';
import { differentiableOnce } from './differentiable.ts';
import { kernelPack } from './KernelPack.ts';
import { requireTensor } from './requireTensor.ts';
import { reshaped } from './reshaped.ts';

/**
 * Log-softmax over the last axis.
 *
 *   yₖ = xₖ - log Σⱼ exp xⱼ,   ∂x = ∂y - exp(y) Σₖ ∂yₖ
 *
 * Finite for any finite input: the maximum is taken off first, so a probability far below the smallest
 * float32 keeps its logarithm. First derivatives; a second one is refused.
 *
 * @param x a tensor of rank 1 or more
 * @throws TypeError for a non-tensor
 * @example
 * logSoftmax(tf.tensor1d([0, 1000])); // [-1000, 0]
 */
export function logSoftmax<T extends tf.Tensor>(x: T): T {
  const scores = requireTensor('logSoftmax', 'x', x);
  const kernel = kernelPack().logSoftmax;
  return differentiableOnce<T>(
    'logSoftmax',
    [scores],
    (save) => {
      const y = (kernel ? reshaped(kernel.forward(asRows(scores)), scores.shape) : plain(scores)) as T;
      save([y]);
      return y;
    },
    (dy, [y]) => [
      kernel
        ? reshaped(kernel.backward(asRows(dy), asRows(y)), y.shape)
        : tf.sub(dy, tf.mul(tf.exp(y), tf.sum(dy, -1, true))),
    ],
  );
}

function plain(scores: tf.Tensor): tf.Tensor {
  const shifted = tf.sub(scores, tf.max(scores, -1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
}
