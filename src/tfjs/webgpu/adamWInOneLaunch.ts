import type * as tf from '@tensorflow/tfjs-core';
import type { AdamWFactors, KernelPack } from '../KernelPack.ts';
import { type ComputeKernel, computeKernel } from './ComputeKernel.ts';
import { currentBackend, gridOf, launchKernel } from './launchKernel.ts';

const STEP = `
    let g = gradientScale * gradient[i];
    let m = first[i] * scalars.beta1 + g * scalars.oneMinusBeta1;
    let v = second[i] * scalars.beta2 + g * g * scalars.oneMinusBeta2;
    let size = sqrt(v * scalars.secondScale) + scalars.epsilon;
    let moved = parameter[i] * scalars.decay - m / size * scalars.stepSize;
    nextFirst[i] = m;
    nextSecond[i] = v;
    next[i] = moved;`;

const AVERAGE = 'nextAverage[i] = average[i] * scalars.momentum + moved * scalars.oneMinusMomentum;';

function adamWKernel(hasAverage: boolean): ComputeKernel {
  return computeKernel({
    name: hasAverage ? 'adamW with average' : 'adamW',
    writes: ['next', 'nextFirst', 'nextSecond', ...(hasAverage ? ['nextAverage'] : [])],
    reads: ['parameter', 'gradient', 'first', 'second', ...(hasAverage ? ['average'] : [])],
    scalars: {
      ...{ size: 'u32', gradientScale: 'f32', beta1: 'f32', oneMinusBeta1: 'f32', beta2: 'f32' },
      ...{ oneMinusBeta2: 'f32', decay: 'f32', stepSize: 'f32', secondScale: 'f32', epsilon: 'f32' },
      ...{ momentum: 'f32', oneMinusMomentum: 'f32' },
    },
    body: `
  let i = (group.y * groups.x + group.x) * 256u + thread;
  if (i < scalars.size) {
    let gradientScale = scalars.gradientScale;
    ${STEP}
    ${hasAverage ? AVERAGE : ''}
  }`,
  });
}

const alone = /* @__PURE__ */ adamWKernel(false);
const withAverage = /* @__PURE__ */ adamWKernel(true);

const averageAlone = /* @__PURE__ */ computeKernel({
  name: 'average',
  writes: ['nextAverage'],
  reads: ['average', 'parameter'],
  scalars: { size: 'u32', momentum: 'f32', oneMinusMomentum: 'f32' },
  body: `
  let i = (group.y * groups.x + group.x) * 256u + thread;
  if (i < scalars.size) {
    let moved = parameter[i];
    ${AVERAGE}
  }`,
});

/** Buffers that the step and the average in one launch bind. */
const BUFFERS = 9;

const scalarsOf = (size: number, factors: AdamWFactors): Record<string, number> => ({
  size,
  ...factors,
  oneMinusBeta1: 1 - factors.beta1,
  oneMinusBeta2: 1 - factors.beta2,
  oneMinusMomentum: 1 - factors.momentum,
});

/**
 * AdamW and the moving average in one launch: each number is read once and written once. In two where the
 * device binds fewer than nine buffers.
 */
export const adamWInOneLaunch: NonNullable<KernelPack['adamW']> = (
  { parameter, first, second, average },
  gradient,
  factors,
) => {
  const { shape, size } = parameter;
  const scalars = scalarsOf(size, factors);
  const grid = gridOf(Math.ceil(size / 256));
  const moved = [parameter, gradient, first, second];
  if (average === null) return launchKernel(alone, moved, [shape, shape, shape], scalars, grid);
  if (currentBackend().device.limits.maxStorageBuffersPerShaderStage >= BUFFERS) {
    return launchKernel(withAverage, [...moved, average], [shape, shape, shape, shape], scalars, grid);
  }
  const stepped = launchKernel(alone, moved, [shape, shape, shape], scalars, grid);
  const next = stepped[0] as tf.Tensor;
  return [...stepped, ...launchKernel(averageAlone, [average, next], [shape], scalars, grid)];
};
