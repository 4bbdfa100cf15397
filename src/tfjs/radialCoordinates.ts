import * as tf from '@tensorflow/tfjs-core';
import type { FloatExpansion } from './floatExpansion.ts';

/** Beyond κ/b = 2^60 all is in its limit, and (κ/b)² stays in the range of float32. */
const FARTHEST = 2 ** 60;

export type RadialCoordinates = {
  /** t = 1/√(1+z²), z = κ/b */
  t: tf.Tensor;
  /** u = 1/(1 + √(1+z²)) */
  u: tf.Tensor;
  /** q = z u, from 0 at κ = 0 to 1 */
  q: tf.Tensor;
};

/** The bounded coordinates of κ in which the expansion is written. */
export function radialCoordinates(kappa: tf.Tensor, { b }: FloatExpansion): RadialCoordinates {
  const z = tf.minimum(tf.div(kappa, b), FARTHEST);
  const s = tf.sqrt(tf.add(tf.square(z), 1));
  const u = tf.reciprocal(tf.add(s, 1));
  return { t: tf.reciprocal(s), u, q: tf.mul(z, u) };
}

/** The polynomial with these coefficients by powers of t - ½, constant first, by Horner's rule. */
export function polynomialAboutHalf(powers: readonly number[], t: tf.Tensor): tf.Tensor {
  const [constant, ...rest] = powers;
  if (rest.length === 0) return tf.fill(t.shape, constant);
  const x = tf.sub(t, 0.5);
  let value = tf.mul(x, rest[rest.length - 1]);
  for (let k = rest.length - 2; k >= 0; k--) value = tf.mul(tf.add(value, rest[k]), x);
  return tf.add(value, constant);
}
