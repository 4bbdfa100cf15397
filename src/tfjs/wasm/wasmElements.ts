import * as tf from '@tensorflow/tfjs-core';
import type { Polynomial } from '../chebyshev.ts';
import type { KernelPack } from '../KernelPack.ts';
import type { LinkedBackend } from './LinkedBackend.ts';
import { millsRatio } from './millsRatio.ts';

type ElementKernels =
  | 'gelu'
  | 'adamW'
  | 'sumOfSquares'
  | 'relativeLogNormalizer'
  | 'meanResultantLength'
  | 'meanResultantLengthSlope';

/** Kernels over single elements. */
export function wasmElements(linked: LinkedBackend): Required<Pick<KernelPack, ElementKernels>> {
  const { kernels } = linked;
  const at = (x: tf.Tensor): number => linked.address(x);
  const like = (x: tf.Tensor): tf.Tensor => linked.output(x.shape);
  const mills = millsRatio();
  const millsPowers = linked.powers(mills);
  /** A_p(κ), or A_p'(κ) with `isSlope`, from the polynomial of that one. */
  const meanResultantLength = (
    kappa: tf.Tensor,
    b: number,
    series: Polynomial,
    isSlope: 0 | 1,
  ): tf.Tensor => {
    const out = like(kappa);
    const { center, powers } = series;
    const powersAt = linked.powers(series);
    kernels.meanResultantLength(at(kappa), kappa.size, b, center, powersAt, powers.length, isSlope, at(out));
    return out;
  };

  return {
    gelu: {
      forward(x) {
        const y = like(x);
        kernels.gelu(at(x), x.size, mills.center, millsPowers, mills.powers.length, at(y));
        return y;
      },
      backward(dy, x) {
        const dx = like(x);
        kernels.geluGradient(at(dy), at(x), x.size, mills.center, millsPowers, mills.powers.length, at(dx));
        return dx;
      },
    },

    adamW({ parameter, first, second, average }, gradient, factors) {
      const given = [parameter, gradient, first, second];
      const next = [parameter, first, second, ...(average ? [average] : [])].map(like);
      const { gradientScale, beta1, beta2, decay, stepSize, secondScale, epsilon, momentum } = factors;
      kernels.adamW(
        parameter.size,
        ...given.map(at),
        average ? at(average) : 0,
        ...next.slice(0, 3).map(at),
        average ? at(next[3]) : 0,
        ...[gradientScale, beta1, beta2, 1 - beta1, 1 - beta2, decay, stepSize, secondScale, epsilon],
        ...[momentum, 1 - momentum],
      );
      return next;
    },

    sumOfSquares: (x) => tf.scalar(kernels.sumOfSquares(at(x), x.size)),

    relativeLogNormalizer(kappa, { a, b, near, far }) {
      const out = like(kappa);
      kernels.relativeLogNormalizer(
        ...([at(kappa), kappa.size, b, a] as const),
        ...([near.center, linked.powers(near), near.powers.length] as const),
        ...([far.center, linked.powers(far), far.powers.length] as const),
        at(out),
      );
      return out;
    },

    meanResultantLength: (kappa, { b, slope }) => meanResultantLength(kappa, b, slope, 0),

    meanResultantLengthSlope: (kappa, { b, second }) => meanResultantLength(kappa, b, second, 1),
  };
}
