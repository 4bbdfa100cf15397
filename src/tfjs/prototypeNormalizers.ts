import * as tf from '@tensorflow/tfjs-core';
import { differentiableOnce } from './differentiable.ts';
import type { ExpansionOptions } from './ExpansionOptions.ts';
import { meanResultantLength } from './meanResultantLength.ts';
import { relativeLogNormalizer } from './relativeLogNormalizer.ts';

/** Keeps A_p(κ)/κ, which tends to 1/p, computable where ‖w‖ has underflowed to 0. */
const SHORTEST_PROTOTYPE = 1e-18;

/** log C_p(‖w_k‖/τ) - log C_p(0), with the gradient -(A_p(κ)/κ) w/τ², smooth at w = 0. */
export function prototypeNormalizers(w: tf.Tensor2D, tau: number, options: ExpansionOptions): tf.Tensor1D {
  const p = w.shape[1];
  return differentiableOnce<tf.Tensor1D>(
    'prototypeLogits',
    [w],
    (save) => {
      const norms = tf.sqrt(tf.sum(tf.square(w), 1));
      save([w, norms]);
      return relativeLogNormalizer(p, tf.div(norms, tau), options) as tf.Tensor as tf.Tensor1D;
    },
    (dy, [savedW, norms]) => {
      const kappa = tf.div(tf.maximum(norms, SHORTEST_PROTOTYPE), tau);
      const perPrototype = tf.mul(
        dy,
        tf.div(meanResultantLength(p, kappa, options), tf.mul(kappa, -tau * tau)),
      );
      return [tf.mul(savedW, tf.expandDims(perPrototype, 1))];
    },
  );
}
