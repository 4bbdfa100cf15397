import type * as tf from '@tensorflow/tfjs-core';
import { logSoftmax } from './logSoftmax.ts';

/**
 * The student's log-probabilities over the prototypes.
 *
 *   log P_s(x)ₖ = lₖ - log Σⱼ exp lⱼ,   l = `prototypeLogits(y, w, τ_s)`
 *
 * The temperature is already in the logits.
 *
 * Source: Govindarajan et al. (2023), Eq. 6 (Eq. 3 without the normalizer).
 *
 * @param logits [rows, K]
 * @returns [rows, K], finite for finite logits
 * @throws TypeError for a non-tensor
 * @example
 * studentLogProbabilities(prototypeLogits(y, w, 0.1));
 */
export function studentLogProbabilities<T extends tf.Tensor>(logits: T): T {
  return logSoftmax(logits);
}
