import * as tf from '@tensorflow/tfjs-core';
import { asRows } from './asRows.ts';
import { differentiableOnce } from './differentiable.ts';
import { kernelPack } from './KernelPack.ts';
import { requireTensor } from './requireTensor.ts';
import { reshaped } from './reshaped.ts';

/**
 * Softmax over the last axis.
 *
 *   yₖ = exp xₖ / Σⱼ exp xⱼ,   ∂x = y ⊙ (∂y - Σₖ ∂yₖ yₖ)
 *
 * First derivatives; a second one is refused.
 *
 * @param x a tensor of rank 1 or more
 * @throws TypeError for a non-tensor
 * @example
 * softmax(tf.tensor1d([0, Math.log(3)])); // [0.25, 0.75]
 */
export function softmax<T extends tf.Tensor>(x: T): T {
  const scores = requireTensor('softmax', 'x', x);
  const kernel = kernelPack().softmax;
  return differentiableOnce<T>(
    'softmax',
    [scores],
    (save) => {
      const y = kernel ? (reshaped(kernel.forward(asRows(scores)), scores.shape) as T) : tf.softmax(scores);
      save([y]);
      return y;
    },
    (dy, [y]) => [
      kernel ? reshaped(kernel.backward(asRows(dy), asRows(y)), y.shape) : softmaxGradient(dy, y),
    ],
  );
}

/** y ⊙ (∂y - Σ ∂y ⊙ y) over the last axis. */
export function softmaxGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const weighted = tf.mul(dy, y);
  return tf.sub(weighted, tf.mul(y, tf.sum(weighted, -1, true)));
}
