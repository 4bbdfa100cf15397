import type * as tf from '@tensorflow/tfjs-core';
import { productGradients } from '../matMul.ts';
import { summedTo } from './arithmetic.ts';
import { singleGradient } from './singleGradient.ts';

/** The gradient of `tf.matMul`, from non-transposed products only (see `matMul`); leading sizes may broadcast. */
export const productGradientConfigs: readonly tf.GradConfig[] = [
  {
    kernelName: 'BatchMatMul',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b], attrs) => {
      const { transposeA, transposeB } = attrs as unknown as tf.BatchMatMulAttrs;
      const { towardsA, towardsB } = productGradients(singleGradient(dy), a, b, transposeA, transposeB);
      return { a: () => summedTo(towardsA(), a.shape), b: () => summedTo(towardsB(), b.shape) };
    },
  },
];
