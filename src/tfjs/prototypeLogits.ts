import * as tf from '@tensorflow/tfjs-core';
import { differentiable, differentiableOnce } from './differentiable.ts';
import type { ExpansionOptions } from './expansionOptions.ts';
import { l2Normalize } from './l2Normalize.ts';
import { matMul } from './matMul.ts';
import { meanResultantLength } from './meanResultantLength.ts';
import { relativeLogNormalizer } from './relativeLogNormalizer.ts';
import { requireDimension, requireTerms } from './requireDimension.ts';
import { requirePositive, requireShape, requireTensor } from './requireTensor.ts';

/** What is done about the length of the prototypes. */
export type PrototypeNormalization = 'none' | 'l2' | 'vmf';

export type PrototypeLogitsOptions = ExpansionOptions & {
  /** Default 'vmf'. */
  normalization?: PrototypeNormalization;
};

const NORMALIZATIONS: readonly string[] = ['none', 'l2', 'vmf'];

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
  const directions = requireTensor('prototypeLogits', 'y', y);
  const prototypes = requireTensor('prototypeLogits', 'w', w);
  requireShape('prototypeLogits', 'y', directions, [null, null], '[B, p]');
  const p = directions.shape[1];
  requireShape('prototypeLogits', 'w', prototypes, [null, p], `[K, ${p}]`);
  requirePositive('prototypeLogits', 'tau', tau);
  requireNormalization(normalization);
  if (normalization === 'vmf') {
    requireDimension('prototypeLogits', p);
    requireTerms('prototypeLogits', p, options.terms);
  }
  return tf.tidy(() => {
    if (normalization === 'none') return scores(directions, prototypes, tau);
    if (normalization === 'l2') return scores(directions, l2Normalize(prototypes), tau);
    return sum(scores(directions, prototypes, tau), normalizers(prototypes, tau, options));
  });
}

function requireNormalization(normalization: string): void {
  if (!NORMALIZATIONS.includes(normalization)) {
    throw new RangeError(
      `prototypeLogits: normalization must be 'none', 'l2' or 'vmf', got ${JSON.stringify(normalization)}`,
    );
  }
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

/** Keeps A_p(κ)/κ, which tends to 1/p, computable where ‖w‖ has underflowed to 0. */
const SHORTEST_PROTOTYPE = 1e-18;

/** log C_p(‖w_k‖/τ) - log C_p(0), with the gradient -(A_p(κ)/κ) w/τ², smooth at w = 0. */
function normalizers(w: tf.Tensor2D, tau: number, options: ExpansionOptions): tf.Tensor1D {
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
