import * as tf from '@tensorflow/tfjs-core';
import { asRows } from './asRows.ts';
import { kernelPack } from './KernelPack.ts';

/** The sum over all axes but the last: [..., d] to [d]. The wasm backend leaves that of no rows unwritten. */
export function sumOfRows(x: tf.Tensor): tf.Tensor1D {
  if (x.size === 0) return tf.zeros([x.shape[x.rank - 1]]);
  const rows = asRows(x);
  return kernelPack().sumOfRows?.(rows) ?? tf.sum(rows, 0);
}
