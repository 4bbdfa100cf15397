import * as tf from '@tensorflow/tfjs-core';
import { asRows } from './asRows.ts';
import { kernelPack } from './KernelPack.ts';

/** The sum over all axes but the last: [..., d] to [d]. */
export function sumOfRows(x: tf.Tensor): tf.Tensor1D {
  const rows = asRows(x);
  return kernelPack().sumOfRows?.(rows) ?? tf.sum(rows, 0);
}
