import * as tf from '@tensorflow/tfjs-core';
import { requireBatchCenter } from './requireBatchCenter.ts';

/**
 * The probability-space center after one more batch.
 *
 *   c ← m c + (1 - m) log[(1/B) Σ_b softmax(l_b)]
 *     = m c + (1 - m) (logsumexp_b(log softmax(l_b)) - log B)
 *
 * Computed in log space: vMF logits of one row spread over about 2κ, and a float32 probability is 0 from
 * κ of about 52 on, whose logarithm would make the center -∞ and the next loss NaN.
 *
 * Source: Govindarajan et al. (2023), Eq. 9 (m = 0.9). c = 0 is a fine start: a constant cancels in Eq. 7.
 *
 * @param center [K]
 * @param logits [B, K], all global views of the batch, uncentered
 * @param momentum m in [0, 1]
 * @returns the new center [K], finite for finite logits; the old one is left alone
 * @throws TypeError for a non-tensor or a shape that does not fit; RangeError for m outside [0, 1]
 * @example
 * const next = updateProbabilityCenter(center, logits, 0.9);
 */
export function updateProbabilityCenter(
  center: tf.Tensor1D,
  logits: tf.Tensor2D,
  momentum: number,
): tf.Tensor1D {
  requireBatchCenter('updateProbabilityCenter', center, logits, momentum);
  return tf.tidy(() => {
    // Down each prototype's column the maximum is taken off twice: the row's in l - logsumexp, then the column's.
    const rowMaximum = tf.max(logits, 1, true);
    const shifted = tf.sub(logits, rowMaximum);
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    const columnMaximum = tf.max(logProbabilities, 0);
    const sumOfRatios = tf.sum(tf.exp(tf.sub(logProbabilities, columnMaximum)), 0);
    const logMean = tf.add(columnMaximum, tf.log(tf.div(sumOfRatios, logits.shape[0])));
    return tf.add(tf.mul(center, momentum), tf.mul(logMean, 1 - momentum)) as tf.Tensor1D;
  });
}
