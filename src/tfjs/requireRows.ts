import type * as tf from '@tensorflow/tfjs-core';
import { requireShape, requireTensor } from './requireTensor.ts';

/** [n, p] with n >= 1 and p >= 2. */
export function requireRows(caller: string, rows: tf.Tensor2D): tf.Tensor2D {
  requireTensor(caller, 'rows', rows);
  requireShape(caller, 'rows', rows, [null, null], '[n, p]');
  const [n, p] = rows.shape;
  if (n < 1 || p < 2) {
    throw new RangeError(`${caller}: rows must have shape [n >= 1, p >= 2], got [${n}, ${p}]`);
  }
  return rows;
}
