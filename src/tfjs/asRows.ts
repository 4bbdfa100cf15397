import type * as tf from '@tensorflow/tfjs-core';
import { reshaped } from './reshaped.ts';

/** The rows of all leading axes under one another: [..., d] as [rows, d]. */
export function asRows(x: tf.Tensor): tf.Tensor2D {
  const width = x.shape[x.rank - 1] as number;
  return reshaped(x, [x.shape.slice(0, -1).reduce((size, n) => size * n, 1), width]);
}
