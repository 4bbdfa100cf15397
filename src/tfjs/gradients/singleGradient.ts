import type * as tf from '@tensorflow/tfjs-core';

/** The incoming gradient of a kernel with one output, as the registry passes it. */
export const singleGradient = (dy: tf.Tensor | tf.Tensor[]): tf.Tensor => (Array.isArray(dy) ? dy[0] : dy);
