import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import type { ExpansionOptions } from './ExpansionOptions.ts';
import { elementwiseProduct, negated } from './elementwiseProduct.ts';
import { type FloatExpansion, floatExpansion, MEETING_T } from './floatExpansion.ts';
import { kernelPack } from './KernelPack.ts';
import { meanResultantLength } from './meanResultantLength.ts';
import { polynomialValue, radialCoordinates } from './radialCoordinates.ts';
import { requireDimension, requireTerms } from './requireDimension.ts';
import { requireTensor } from './requireTensor.ts';

/**
 * The log-normalizer relative to the uniform distribution, on a tensor of concentrations.
 *
 *   log C_p(κ) - log C_p(0) = -L(κ) = -∫₀^κ A_p(x) dx <= 0
 *
 * What logits need: a softmax ignores the constant log C_p(0), beside which float32 would lose L. The
 * gradient is -A_p(κ) (`meanResultantLength`), whose gradient is -A_p'(κ); a third derivative needs
 * `registerGradients()`.
 *
 * With `terms: K` it is the paper's K-term approximation, relative to its own value at κ = 0, the same
 * function as `logNormalizer(p, κ, { terms })` on numbers; its gradient is the derivative of that form.
 *
 * Domain: real 1 <= p <= 1e15, κ in [0, 3.4e38]; the function is continued evenly to κ < 0. κ = ∞ and NaN
 * give NaN. L ~ κ²/2p is below the range of float32 for κ below about 1e-19 √p and becomes 0 there;
 * the gradient κ/p does not. Accuracy: relative 1e-6, of the gradient 2e-6, measured on cpu and wasm by
 * `validation/tfjsAccuracy.ts`. About 20-40 element-wise operations; coefficients are fitted once per p.
 *
 * Source: Govindarajan et al. (2023), section 3.2; DLMF 10.41.3 for `terms`.
 *
 * @param p dimension of the space the directions live in, a number
 * @param kappa concentrations, any shape
 * @returns nats, the shape of kappa
 * @throws TypeError for a non-tensor; RangeError for p < 1, terms outside [0, 20], or terms with p <= 2 or
 *   so small a p that the K-term series is not positive
 * @example
 * relativeLogNormalizer(256, tf.tensor1d([0, 20, 500])); // [0, -0.7789..., -270.242...]
 */
export function relativeLogNormalizer<T extends tf.Tensor>(
  p: number,
  kappa: T,
  options: ExpansionOptions = {},
): T {
  requireDimension('relativeLogNormalizer', p);
  requireTerms('relativeLogNormalizer', p, options.terms);
  const concentrations = requireTensor('relativeLogNormalizer', 'kappa', kappa);
  const expansion = floatExpansion(p, options.terms);
  return differentiable<T>(
    [concentrations],
    (save) => {
      save([concentrations]);
      const kernel = kernelPack().relativeLogNormalizer;
      return (kernel?.(concentrations, expansion) ?? tf.sub(0, descent(concentrations, expansion))) as T;
    },
    (dy, [saved]) => [elementwiseProduct(dy, negated(meanResultantLength(p, saved, options)))],
  );
}

/** L(κ), see `floatExpansion`. */
function descent(kappa: tf.Tensor, expansion: FloatExpansion): tf.Tensor {
  const { s, t, q } = radialCoordinates(kappa, expansion);
  const d = tf.mul(kappa, q);
  const near = tf.mul(d, polynomialValue(expansion.near, tf.square(q)));
  const logarithm = tf.log(tf.mul(tf.add(s, 1), 0.5));
  const far = tf.sub(tf.mul(d, polynomialValue(expansion.far, t)), tf.mul(logarithm, expansion.a));
  return tf.where(tf.greater(t, MEETING_T), near, far);
}
