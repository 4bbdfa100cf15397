import type * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import type { LinkedBackend } from './LinkedBackend.ts';

/** Kernels over the rows of a matrix. */
export function wasmRows(
  linked: LinkedBackend,
): Required<Pick<KernelPack, 'softmax' | 'logSoftmax' | 'layerNorm' | 'sumOfRows'>> {
  const { kernels, scratch } = linked;
  const at = (x: tf.Tensor): number => linked.address(x);
  const like = (x: tf.Tensor2D): tf.Tensor2D => linked.output<tf.Tensor2D>(x.shape);

  return {
    softmax: {
      forward(x) {
        const y = like(x);
        kernels.softmax(at(x), ...x.shape, 1, at(y));
        return y;
      },
      backward(dy, y) {
        const dx = like(y);
        kernels.softmaxGradient(at(dy), at(y), ...y.shape, 1, at(dx));
        return dx;
      },
    },

    logSoftmax: {
      forward(x) {
        const y = like(x);
        kernels.logSoftmax(at(x), ...x.shape, at(y), scratch);
        return y;
      },
      backward(dy, y) {
        const dx = like(y);
        kernels.logSoftmaxGradient(at(dy), at(y), ...y.shape, at(dx));
        return dx;
      },
    },

    layerNorm: {
      forward(x, gain, bias, epsilon) {
        const y = like(x);
        const [mean, inverse] = [0, 1].map(() => linked.output([x.shape[0]]));
        kernels.layerNorm(at(x), at(gain), at(bias), ...x.shape, epsilon, at(y), at(mean), at(inverse));
        return [y, mean, inverse];
      },
      backward(dy, x, gain, mean, inverse) {
        const dx = like(x);
        const [dGain, dBias] = [0, 1].map(() => linked.output(gain.shape));
        const given = [at(dy), at(x), at(gain), ...x.shape, at(mean), at(inverse)] as const;
        kernels.layerNormGradient(...given, at(dx), at(dGain), at(dBias));
        return [dx, dGain, dBias];
      },
    },

    sumOfRows(x) {
      const sums = linked.output<tf.Tensor1D>([x.shape[1]]);
      kernels.sumOfRows(at(x), ...x.shape, at(sums));
      return sums;
    },
  };
}
