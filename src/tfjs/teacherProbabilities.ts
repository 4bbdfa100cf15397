import * as tf from '@tensorflow/tfjs-core';
import { requirePositive, requireShape, requireTensor } from './requireTensor.ts';

export type CenterOptions = {
  /**
   * The unit the center is kept in: center/tau is what the logits are compared with. Default 1, the
   * center has the unit of the logits. DINO keeps the center of ⟨w, y⟩: give its τ_t here.
   */
  tau?: number;
};

/**
 * The teacher's centered and sharpened probabilities over the prototypes: the targets.
 *
 *   P_t(x) = softmax(l - c/u),   l = `prototypeLogits(y, w, τ_t)`
 *
 * The center's unit u (`tau`) is 1 for the paper's Eq. 7, with c from `updateProbabilityCenter`, and for a
 * logit center of vMF logits. DINO keeps c as a mean of raw ⟨w, y⟩ and divides it by τ_t when it is used
 * (Eq. 4), so that a schedule of τ_t does not rescale the past: pass `tau: τ_t` here and to
 * `updateLogitCenter`. The center used is the one from before this batch; update it afterwards.
 *
 * No gradient flows into the teacher: use it outside the differentiated function, or as a constant
 * (`crossEntropy` stops it).
 *
 * Source: Govindarajan et al. (2023), Eqs. 4 and 7; Caron et al. (2021).
 *
 * @param logits [rows, K]
 * @param center [K]
 * @returns [rows, K], rows sum to 1
 * @throws TypeError for a non-tensor or a shape that does not fit; RangeError for tau <= 0
 * @example
 * const targets = teacherProbabilities(logits, center);
 */
export function teacherProbabilities(
  logits: tf.Tensor2D,
  center: tf.Tensor1D,
  { tau = 1 }: CenterOptions = {},
): tf.Tensor2D {
  requirePositive('teacherProbabilities', 'tau', tau);
  return tf.tidy(() => {
    const scores = requireTensor('teacherProbabilities', 'logits', logits);
    const c = requireTensor('teacherProbabilities', 'center', center);
    requireShape('teacherProbabilities', 'logits', scores, [null, null], '[rows, K]');
    requireShape('teacherProbabilities', 'center', c, [scores.shape[1]], `[${scores.shape[1]}]`);
    return tf.softmax(tf.sub(scores, tau === 1 ? c : tf.div(c, tau)));
  }) as tf.Tensor2D;
}
