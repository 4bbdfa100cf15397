import type * as tf from '@tensorflow/tfjs-core';
import { adamW } from 'von-mises-fisher/tfjs';
import { Bounded } from './Bounded.ts';
import { type ConformanceCase, type Numbers, numbers } from './ConformanceCase.ts';

const NUMBERS = { learningRate: 0.003, weightDecay: 0.04, momentum: 0.996, beta1: 0.9, beta2: 0.999 };
const EPSILON = 1e-8;

function adamWCase(shape: number[], step: number, clip: number, hasAverage: boolean): ConformanceCase {
  const gradientNorm = 2.5;
  const options = { ...NUMBERS, step, clip, gradientNorm };
  const second = numbers(shape, 53, 0.5, 0.5);
  const gradient = numbers(shape, 51);
  // Where gradient and moments vanish only epsilon is left below the line.
  const first = numbers(shape, 52);
  for (const { values } of [gradient, first, second]) if (values.length > 3) values[2] = 0;
  const inputs = [numbers(shape, 50), gradient, first, second, ...(hasAverage ? [numbers(shape, 54)] : [])];
  return {
    name: `adamW [${shape}] step ${step}${clip ? ', clipped' : ''}${hasAverage ? ', with average' : ''}`,
    inputs,
    run([parameter, gradient, first, second, average]) {
      const state = { parameter, first, second, ...(average ? { average } : {}) };
      const moved = adamW(
        state as { parameter: tf.Tensor; first: tf.Tensor; second: tf.Tensor },
        gradient as tf.Tensor,
        options,
      );
      return [moved.parameter, moved.first, moved.second, ...(moved.average ? [moved.average] : [])];
    },
    expected(given) {
      const [parameter, gradient, first, second, average] = given.map(
        ({ values }: Numbers) => new Bounded(1, values.length, values),
      ) as [Bounded, Bounded, Bounded, Bounded, Bounded | undefined];
      const { learningRate, weightDecay, momentum, beta1, beta2 } = NUMBERS;
      const g = gradient.times(clip ? Math.min(1, clip / (gradientNorm + 1e-6)) : 1);
      const m = first.times(beta1).add(g.times(1 - beta1));
      const v = second.times(beta2).add(g.mul(g).times(1 - beta2));
      const root = v
        .times(1 / (1 - beta2 ** step))
        .map(Math.sqrt, (x, e, y) => (x > 0 ? e / (2 * y) + 8 * 2 ** -24 * y : 2 ** -63));
      const move = m.times(learningRate / (1 - beta1 ** step)).div(root.plus(EPSILON));
      const x = parameter.times(1 - learningRate * weightDecay).sub(move);
      return [x, m, v, ...(average ? [average.times(momentum).add(x.times(1 - momentum))] : [])];
    },
  };
}

/** Steps of the optimizer: the first and a late one, with and without clipping and average. */
export const adamWCases: readonly ConformanceCase[] = [
  adamWCase([1], 1, 0, true),
  adamWCase([1031], 1, 0, false),
  adamWCase([33, 65], 1000, 0.3, true),
  adamWCase([7, 9, 11], 7, 3, true),
  adamWCase([0], 1, 0, true),
  adamWCase([65, 64], 2, 0.3, false),
];
