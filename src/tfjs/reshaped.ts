import * as tf from '@tensorflow/tfjs-core';

/**
 * The tensor in another shape; itself where it has that already, which spares an entry on the tape, and on the
 * backend tensorflow an op as long as any. For what is only computed with, or was made just before.
 */
export function reshaped<T extends tf.Tensor>(x: tf.Tensor, shape: readonly number[]): T {
  const isSo = x.rank === shape.length && shape.every((size, axis) => size === x.shape[axis]);
  return (isSo ? x : tf.reshape(x, [...shape])) as T;
}
