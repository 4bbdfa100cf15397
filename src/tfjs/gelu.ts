import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from './differentiable.ts';
import { kernelPack } from './KernelPack.ts';
import { requireTensor } from './requireTensor.ts';

const INVERSE_SQRT_2 = Math.SQRT1_2;
const INVERSE_SQRT_2PI = 1 / Math.sqrt(2 * Math.PI);

/** Φ(x), the standard normal distribution function. */
const normalCdf = (x: tf.Tensor): tf.Tensor => tf.add(tf.mul(tf.erf(tf.mul(x, INVERSE_SQRT_2)), 0.5), 0.5);

/**
 * The Gaussian error linear unit, in its exact form.
 *
 *   y = x Φ(x) = x (1 + erf(x/√2))/2,   ∂x = ∂y (Φ(x) + x φ(x))
 *
 * Accuracy is the backend's `erf`: about 1.5e-7 absolute in Φ. First derivatives; second ones need
 * `registerGradients()`.
 *
 * @param x a tensor of any shape
 * @throws TypeError for a non-tensor
 * @example
 * gelu(tf.tensor1d([-1, 0, 1])); // [-0.1587, 0, 0.8413]
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  const input = requireTensor('gelu', 'x', x);
  const kernel = kernelPack().gelu;
  return differentiable<T>(
    [input],
    (save) => {
      save([input]);
      return (kernel ? kernel.forward(input) : tf.mul(input, normalCdf(input))) as T;
    },
    (dy, [saved]) => {
      if (kernel) return [kernel.backward(dy, saved)];
      const density = tf.mul(tf.exp(tf.mul(tf.square(saved), -0.5)), INVERSE_SQRT_2PI);
      return [tf.mul(dy, tf.add(normalCdf(saved), tf.mul(saved, density)))];
    },
  );
}
