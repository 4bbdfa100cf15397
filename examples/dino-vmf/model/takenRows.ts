import { tf } from '../engine.ts';

/**
 * Rows of x [count, width], each at most once. The gradient is taken by rows too: scattering, which TensorFlow.js
 * would do, some backends cannot.
 */
export function takenRows(x: tf.Tensor2D, rows: Int32Array): tf.Tensor2D {
  const [count, width] = x.shape;
  const take = tf.customGrad((...args) => ({
    value: tf.gather(args[0] as tf.Tensor2D, tf.tensor1d(rows, 'int32')),
    gradFunc: (dy: tf.Tensor) => {
      const from = new Int32Array(count).fill(rows.length);
      rows.forEach((row, i) => {
        from[row] = i;
      });
      const padded = tf.concat([dy as tf.Tensor2D, tf.zeros<tf.Rank.R2>([1, width])], 0);
      return [tf.gather(padded, tf.tensor1d(from, 'int32'))];
    },
  }));
  return take(x) as tf.Tensor2D;
}
