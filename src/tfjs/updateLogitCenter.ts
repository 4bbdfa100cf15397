import * as tf from '@tensorflow/tfjs-core';
import { requireBatchCenter } from './requireBatchCenter.ts';
import { requirePositive } from './requireTensor.ts';
import type { CenterOptions } from './teacherProbabilities.ts';

/**
 * The logit-space center after one more batch.
 *
 *   c ← m c + (1 - m) u · (1/B) Σ_b l_b
 *
 * u (`tau`) is the unit the center is kept in, see `teacherProbabilities`. For DINO's 'none' and 'l2'
 * logits give u = τ_t: u l = ⟨w, y⟩, and c is Eq. 8 as it stands, over the raw scores. For vMF logits leave
 * u = 1: c is the running mean of the whole logit, its normalizer included, which is what dampens the
 * normalizer and why the paper prefers `updateProbabilityCenter`.
 *
 * Source: Govindarajan et al. (2023), Eq. 8 (m = 0.9, c = 0 at the start).
 *
 * @param center [K]
 * @param logits [B, K], all global views of the batch, uncentered
 * @param momentum m in [0, 1]
 * @returns the new center [K]; the old one is left alone
 * @throws TypeError for a non-tensor or a shape that does not fit; RangeError for m outside [0, 1], tau <= 0
 * @example
 * const next = updateLogitCenter(center, logits, 0.9, { tau: 0.04 });
 */
export function updateLogitCenter(
  center: tf.Tensor1D,
  logits: tf.Tensor2D,
  momentum: number,
  { tau = 1 }: CenterOptions = {},
): tf.Tensor1D {
  requirePositive('updateLogitCenter', 'tau', tau);
  requireBatchCenter('updateLogitCenter', center, logits, momentum);
  return tf.tidy(() => {
    const batch = tf.mul(tf.mean(logits, 0), tau * (1 - momentum));
    return tf.add(tf.mul(center, momentum), batch) as tf.Tensor1D;
  });
}
