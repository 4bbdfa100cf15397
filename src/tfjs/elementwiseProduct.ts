import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';

/** a ⊙ b of equal shapes, differentiable to any order without registered gradients. */
export const elementwiseProduct = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  differentiable(
    [a, b],
    (save) => {
      save([a, b]);
      return tf.mul(a, b);
    },
    (dy, [savedA, savedB]) => [elementwiseProduct(dy, savedB), elementwiseProduct(dy, savedA)],
  );

/** -x, differentiable to any order without registered gradients. */
export const negated = (x: tf.Tensor): tf.Tensor =>
  differentiable(
    [x],
    () => tf.neg(x),
    (dy) => [negated(dy)],
  );
