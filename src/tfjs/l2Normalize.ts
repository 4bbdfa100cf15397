import * as tf from '@tensorflow/tfjs-core';
import { differentiableOnce } from './differentiable.ts';
import { requireTensor } from './requireTensor.ts';

/** Rows shorter than this have no direction: their squares are lost to float32 underflow. */
const SHORTEST_ROW = 1e-12;

/**
 * Rows scaled to unit length over the last axis.
 *
 *   y = x/‖x‖,   ∂x = (∂y - y ⟨∂y, y⟩)/‖x‖
 *
 * A row with ‖x‖ < 1e-12 becomes x/1e-12 with gradient 0: it has no direction to turn, and 1/‖x‖ would
 * blow the step up. First derivatives; a second one is refused.
 *
 * @param x [..., d], rank 1 or more
 * @throws TypeError for a non-tensor
 * @example
 * l2Normalize(tf.tensor2d([[3, 4], [0, 0]])); // [[0.6, 0.8], [0, 0]]
 */
export function l2Normalize<T extends tf.Tensor>(x: T): T {
  const rows = requireTensor('l2Normalize', 'x', x);
  return differentiableOnce<T>(
    'l2Normalize',
    [rows],
    (save) => {
      const norm = tf.sqrt(tf.sum(tf.square(rows), -1, true));
      const y = tf.div(rows, tf.maximum(norm, SHORTEST_ROW)) as T;
      save([y, norm]);
      return y;
    },
    (dy, [y, norm]) => {
      const tangent = tf.sub(dy, tf.mul(y, tf.sum(tf.mul(dy, y), -1, true)));
      const hasDirection = tf.cast(tf.greater(norm, SHORTEST_ROW), 'float32');
      return [tf.mul(tangent, tf.div(hasDirection, tf.maximum(norm, SHORTEST_ROW)))];
    },
  );
}
