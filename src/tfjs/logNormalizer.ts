import * as tf from '@tensorflow/tfjs-core';
import { logNormalizer as logNormalizerOfNumbers } from '../special/logNormalizer.ts';
import { differentiable } from './differentiable.ts';
import type { ExpansionOptions } from './ExpansionOptions.ts';
import { elementwiseProduct, negated } from './elementwiseProduct.ts';
import { meanResultantLength } from './meanResultantLength.ts';
import { relativeLogNormalizer } from './relativeLogNormalizer.ts';
import { requireDimension, requireTerms } from './requireDimension.ts';
import { requireTensor } from './requireTensor.ts';

/**
 * The log-normalizer of the von Mises-Fisher density on a tensor of concentrations.
 *
 *   log C_p(κ) = (p/2 - 1) log κ - (p/2) log 2π - log I_{p/2-1}(κ)
 *
 * `relativeLogNormalizer` plus the constant log C_p(0), so good to a float32 ulp of the larger of the two:
 * for logits, where only differences count, take the relative one. Gradients and `terms` as there.
 *
 * Domain: real 1 <= p <= 1e15, κ in [0, 3.4e38].
 *
 * @param p dimension of the space the directions live in, a number
 * @param kappa concentrations, any shape
 * @returns nats, the shape of kappa
 * @throws TypeError for a non-tensor; RangeError for p < 1, terms outside [0, 20], or terms with p <= 2
 * @example
 * logNormalizer(3, tf.scalar(0)); // -2.5310..., -log 4π
 */
export function logNormalizer<T extends tf.Tensor>(p: number, kappa: T, options: ExpansionOptions = {}): T {
  requireDimension('logNormalizer', p);
  requireTerms('logNormalizer', p, options.terms);
  const concentrations = requireTensor('logNormalizer', 'kappa', kappa);
  const { terms } = options;
  const uniform =
    terms === undefined ? logNormalizerOfNumbers(p, 0) : logNormalizerOfNumbers(p, 0, { terms });
  return differentiable<T>(
    [concentrations],
    (save) => {
      save([concentrations]);
      return tf.add(relativeLogNormalizer(p, concentrations, options), uniform) as T;
    },
    (dy, [saved]) => [elementwiseProduct(dy, negated(meanResultantLength(p, saved, options)))],
  );
}
