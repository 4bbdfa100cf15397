import { logSoftmax } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';

/** The largest array of logits that is made at once has about so many numbers. */
const LARGEST = 2 ** 22;

/**
 * log[(1/R) Σ_r softmax(l_r)] [K] of rows of directions [R, p] whose logits `logitsOf` gives: the mean of Eq. 9
 * for so many rows that their logits do not fit into memory. Some rows at a time, in log space, by the running
 * maximum of each prototype and the sum of the ratios to it.
 */
export function logMeanProbability(
  directions: tf.Tensor2D,
  prototypes: number,
  logitsOf: (directions: tf.Tensor2D) => tf.Tensor2D,
  atOnce = Math.max(1, Math.floor(LARGEST / prototypes)),
): tf.Tensor1D {
  const [rows, p] = directions.shape;
  let total: [largest: tf.Tensor, ratios: tf.Tensor] | null = null;
  for (let from = 0; from < rows; from += atOnce) {
    const before: typeof total = total;
    total = tf.tidy((): [tf.Tensor, tf.Tensor] => {
      const part = tf.slice(directions, [from, 0], [Math.min(atOnce, rows - from), p]);
      const logs = logSoftmax(logitsOf(part));
      const peak = tf.max(logs, 0);
      const largest = before ? tf.maximum(before[0], peak) : peak;
      const ratios = tf.sum(tf.exp(tf.sub(logs, largest)), 0);
      if (!before) return [largest, ratios];
      return [largest, tf.add(ratios, tf.mul(before[1], tf.exp(tf.sub(before[0], largest))))];
    });
    tf.dispose(before ?? []);
  }
  const [largest, ratios] = total as unknown as [tf.Tensor, tf.Tensor];
  return tf.add(largest, tf.log(tf.div(ratios, rows))) as tf.Tensor1D;
}
