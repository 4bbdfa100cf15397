import type * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import { matrixProduct } from './matrixProduct.ts';
import { scaledSoftmax, scaledSoftmaxGradient } from './softmaxKernels.ts';

const product = (a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor3D =>
  matrixProduct(a, b, transposeA, transposeB) as tf.Tensor3D;

/**
 * Attention in three launches forward and five back: products of operands as they lie, the scale within the
 * softmax. The weights, [batch, n, m], are kept for the gradient; each is written once and read twice or three
 * times, where plain operations pass over arrays of that size a dozen times.
 */
export const attentionKernels: NonNullable<KernelPack['attention']> = {
  forward(q, k, v, scale) {
    const weights = scaledSoftmax(product(q, k, false, true), scale);
    return [product(weights, v, false, false), weights];
  },
  backward(dy, q, k, v, scale, [, weights]) {
    const towardsWeights = product(dy, v, false, true);
    const towardsScores = scaledSoftmaxGradient(towardsWeights, weights as tf.Tensor3D, scale);
    return [
      product(towardsScores, k, false, false),
      product(towardsScores, q, true, false),
      product(weights as tf.Tensor3D, dy, true, false),
    ];
  },
};
