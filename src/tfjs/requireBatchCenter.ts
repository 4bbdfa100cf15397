import type * as tf from '@tensorflow/tfjs-core';
import { requireShape, requireTensor } from './requireTensor.ts';

/** Checks what both centerings take: logits [B, K], center [K], momentum in [0, 1]. */
export function requireBatchCenter(
  caller: string,
  center: tf.Tensor,
  logits: tf.Tensor,
  momentum: number,
): void {
  requireTensor(caller, 'logits', logits);
  requireTensor(caller, 'center', center);
  requireShape(caller, 'logits', logits, [null, null], '[B, K]');
  requireShape(caller, 'center', center, [logits.shape[1] as number], `[${logits.shape[1]}]`);
  if (typeof momentum !== 'number') {
    throw new TypeError(`${caller}: momentum must be a number, got ${typeof momentum}`);
  }
  if (!(momentum >= 0 && momentum <= 1)) {
    throw new RangeError(`${caller}: momentum must be in [0, 1], got ${momentum}`);
  }
}
