import type * as tf from '@tensorflow/tfjs-core';
import type { ExpansionOptions } from './ExpansionOptions.ts';
import { requireDimension, requireTerms } from './requireDimension.ts';
import { requirePositive, requireShape, requireTensor } from './requireTensor.ts';

/** What is done about the length of the prototypes. */
export type PrototypeNormalization = 'none' | 'l2' | 'vmf';

export type PrototypeLogitsOptions = ExpansionOptions & {
  /** Default 'vmf'. */
  normalization?: PrototypeNormalization;
};

const NORMALIZATIONS: readonly string[] = ['none', 'l2', 'vmf'];

/** Checks directions [B, p], prototypes [K, p], a temperature and what is done about their length. */
export function requirePrototypeScores(
  caller: string,
  y: tf.Tensor2D,
  w: tf.Tensor2D,
  tau: number,
  { normalization = 'vmf', terms }: PrototypeLogitsOptions,
  of = '',
): void {
  requireTensor(caller, `${of}y`, y);
  requireTensor(caller, `${of}w`, w);
  requireShape(caller, `${of}y`, y, [null, null], '[B, p]');
  const p = y.shape[1];
  requireShape(caller, `${of}w`, w, [null, p], `[K, ${p}]`);
  requirePositive(caller, `${of}tau`, tau);
  if (!NORMALIZATIONS.includes(normalization)) {
    throw new RangeError(
      `${caller}: normalization must be 'none', 'l2' or 'vmf', got ${JSON.stringify(normalization)}`,
    );
  }
  if (normalization === 'vmf') {
    requireDimension(caller, p);
    requireTerms(caller, p, terms);
  }
}
