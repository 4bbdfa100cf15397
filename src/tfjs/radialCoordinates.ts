import * as tf from '@tensorflow/tfjs-core';
import type { Polynomial } from './chebyshev.ts';
import type { FloatExpansion } from './floatExpansion.ts';

/** Beyond κ/b = 2^63 all is in its limit, and (κ/b)² stays in the range of float32. */
export const FARTHEST: number = 2 ** 63;

export type RadialCoordinates = {
  /** s = √(1+z²), z = κ/b */
  s: tf.Tensor;
  /** t = 1/s */
  t: tf.Tensor;
  /** u = 1/(1+s) */
  u: tf.Tensor;
  /** q = z u, from 0 at κ = 0 to 1 */
  q: tf.Tensor;
};

/** The bounded coordinates of κ in which the expansion is written. */
export function radialCoordinates(kappa: tf.Tensor, { b }: FloatExpansion): RadialCoordinates {
  const z = tf.minimum(tf.div(kappa, b), FARTHEST);
  const s = tf.sqrt(tf.add(tf.square(z), 1));
  const u = tf.reciprocal(tf.add(s, 1));
  return { s, t: tf.reciprocal(s), u, q: tf.mul(z, u) };
}

/** The polynomial at t, by Horner's rule. */
export function polynomialValue({ center, powers }: Polynomial, t: tf.Tensor): tf.Tensor {
  const [constant, ...rest] = powers;
  if (rest.length === 0) return tf.fill(t.shape, constant);
  const x = tf.sub(t, center);
  let value = tf.mul(x, rest[rest.length - 1]);
  for (let k = rest.length - 2; k >= 0; k--) value = tf.mul(tf.add(value, rest[k]), x);
  return tf.add(value, constant);
}
