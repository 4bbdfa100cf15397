import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import { l2Normalize } from './l2Normalize.ts';
import { matMul } from './matMul.ts';
import { prototypeNormalizers } from './prototypeNormalizers.ts';
import { type PrototypeLogitsOptions, requirePrototypeScores } from './requirePrototypeScores.ts';

/**
 * The scores of directions against prototypes: the logits of DINO and of DINO-vMF.
 *
 *   'none'  l_bk = ⟨w_k, y_b⟩/τ                                    DINO with unnormalized prototypes
 *   'l2'    l_bk = ⟨w_k/‖w_k‖, y_b⟩/τ                              DINO
 *   'vmf'   l_bk = ⟨w_k, y_b⟩/τ + log C_p(κ_k) - log C_p(0),  κ_k = ‖w_k‖/τ
 *
 * In 'vmf' the prototype is a von Mises-Fisher component of mean direction w_k/‖w_k‖ and concentration κ_k,
 * and l_bk its log-density at y_b up to log C_p(0), the same for all k, which a softmax cancels and beside
 * which float32 would lose the rest. `terms: 0` takes the paper's approximation of log C_p instead of the
 * exact one. The student and the teacher each take their own w and τ.
 *
 * Gradients, first order, reach y and w; a prototype of length 0 has finite ones (in 'l2' 0, it has no
 * direction). Only non-transposed products are issued (see `matMul`).
 *
 * Source: Govindarajan et al. (2023), section 3.2, Eqs. 6 and 7.
 *
 * @param y [B, p] unit rows; their length is not checked
 * @param w [K, p] prototypes
 * @param tau temperature τ > 0, a number
 * @returns [B, K]
 * @throws TypeError for a non-tensor or shapes that do not fit; RangeError for τ <= 0, an unknown
 *   normalization, or `terms` as in `relativeLogNormalizer`
 * @example
 * const logits = prototypeLogits(y, w, 0.1, { normalization: 'vmf' });
 */
export function prototypeLogits(
  y: tf.Tensor2D,
  w: tf.Tensor2D,
  tau: number,
  { normalization = 'vmf', ...options }: PrototypeLogitsOptions = {},
): tf.Tensor2D {
  requirePrototypeScores('prototypeLogits', y, w, tau, { normalization, ...options });
  return tf.tidy(() => {
    if (normalization === 'none') return scores(y, w, tau);
    if (normalization === 'l2') return scores(y, l2Normalize(w), tau);
    return sum(scores(y, w, tau), prototypeNormalizers(w, tau, options));
  });
}

/** ⟨w_k, y_b⟩/τ. The division comes before the product, on the smaller factor. */
function scores(y: tf.Tensor2D, w: tf.Tensor2D, tau: number): tf.Tensor2D {
  const scaled = differentiable<tf.Tensor2D>(
    [y],
    () => tf.div(y, tau),
    (dy) => [tf.div(dy, tau)],
  );
  return matMul(scaled, w, false, true);
}

/** l_bk + n_k. */
const sum = (logits: tf.Tensor2D, perPrototype: tf.Tensor1D): tf.Tensor2D =>
  differentiable<tf.Tensor2D>(
    [logits, perPrototype],
    () => tf.add(logits, perPrototype),
    (dy) => [tf.clone(dy), tf.sum(dy, 0)],
  );
