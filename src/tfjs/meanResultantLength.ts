import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import type { ExpansionOptions } from './ExpansionOptions.ts';
import { elementwiseProduct } from './elementwiseProduct.ts';
import { floatExpansion } from './floatExpansion.ts';
import { kernelPack } from './KernelPack.ts';
import { polynomialValue, radialCoordinates } from './radialCoordinates.ts';
import { requireDimension, requireTerms } from './requireDimension.ts';
import { requireTensor } from './requireTensor.ts';

/**
 * The mean resultant length on a tensor of concentrations.
 *
 *   A_p(κ) = I_{p/2}(κ)/I_{p/2-1}(κ) = -d log C_p/dκ
 *
 * κ/p as κ → 0, 1 - (p-1)/2κ as κ → ∞. Its gradient is A_p'(κ), whose gradient, A_p''(κ), needs
 * `registerGradients()`. With `terms: K` it is the derivative of the K-term form instead.
 *
 * Domain: real 1 <= p <= 1e15, κ in [0, 3.4e38]; odd in κ. Accuracy: relative 2e-6, of the gradient 2e-6 for
 * p >= 2 (below, of 1/p: A_p' decays faster than float32 follows), see `validation/tfjsAccuracy.ts`.
 *
 * Source: DLMF 10.29.2 for the derivatives.
 *
 * @param p dimension of the space the directions live in, a number
 * @param kappa concentrations, any shape
 * @returns in [0, 1], the shape of kappa
 * @throws TypeError for a non-tensor; RangeError for p < 1, terms outside [0, 20], or terms with p <= 2
 * @example
 * meanResultantLength(3, tf.tensor1d([0, 1, 1e30])); // [0, 0.3130..., 1]
 */
export function meanResultantLength<T extends tf.Tensor>(
  p: number,
  kappa: T,
  options: ExpansionOptions = {},
): T {
  requireDimension('meanResultantLength', p);
  requireTerms('meanResultantLength', p, options.terms);
  const concentrations = requireTensor('meanResultantLength', 'kappa', kappa);
  const expansion = floatExpansion(p, options.terms);
  return differentiable<T>(
    [concentrations],
    (save) => {
      save([concentrations]);
      const kernel = kernelPack().meanResultantLength;
      if (kernel) return kernel(concentrations, expansion) as T;
      const { t, q } = radialCoordinates(concentrations, expansion);
      return tf.mul(q, polynomialValue(expansion.slope, t)) as T;
    },
    (dy, [saved]) => [elementwiseProduct(dy, slope(p, saved, options))],
  );
}

/** A_p'(κ). */
function slope(p: number, kappa: tf.Tensor, options: ExpansionOptions): tf.Tensor {
  const expansion = floatExpansion(p, options.terms);
  return differentiable(
    [kappa],
    (save) => {
      save([kappa]);
      const kernel = kernelPack().meanResultantLengthSlope;
      if (kernel) return kernel(kappa, expansion);
      const { t, u } = radialCoordinates(kappa, expansion);
      return tf.mul(tf.mul(t, u), polynomialValue(expansion.second, t));
    },
    (dy, [saved]) => [elementwiseProduct(dy, curvature(p, saved, options))],
  );
}

/** A_p''(κ), plain operations. */
function curvature(p: number, kappa: tf.Tensor, options: ExpansionOptions): tf.Tensor {
  const expansion = floatExpansion(p, options.terms);
  const { t, q } = radialCoordinates(kappa, expansion);
  const factor = tf.mul(tf.mul(q, t), tf.square(t));
  return tf.neg(tf.mul(factor, polynomialValue(expansion.third, t)));
}
