import type * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import { type ComputeKernel, computeKernel } from './ComputeKernel.ts';
import { LANES, ROW_AND_LANE, ROWS_AT_ONCE, SUM_OVER_LANES } from './lanes.ts';
import { gridOf, launchKernel } from './launchKernel.ts';

/** For each entry of the row that the lane has: `i` is its place in the array. */
const forEachEntry = (code: string): string => `
  if (hasRow) { for (var i = first + lane; i < first + scalars.width; i += ${LANES}u) { ${code} } }`;

/** `top`, the largest entry of the row, and `total`, Σ exp(scale (x - top)). */
const TOP_AND_TOTAL = `
  var top = -3.4e38f;
  ${forEachEntry('top = max(top, x[i]);')}
  tops[thread] = top;
  workgroupBarrier();
  for (var other = 0u; other < ${LANES}u; other++) { top = max(top, tops[thread - lane + other]); }
  var part = 0.0;
  ${forEachEntry('part += exp(scalars.scale * (x[i] - top));')}
  let total = sumOverLanes(vec2f(part, 0.0), thread).x;`;

const rowKernel = (name: string, write: string, reads: string[], code: string): ComputeKernel =>
  computeKernel({
    name,
    writes: [write],
    reads,
    scalars: { rows: 'u32', width: 'u32', scale: 'f32' },
    declarations: `${SUM_OVER_LANES}\nvar<workgroup> tops: array<f32, 256>;`,
    body: `${ROW_AND_LANE}${code}`,
  });

const softmax = /* @__PURE__ */ rowKernel(
  'softmax',
  'y',
  ['x'],
  `${TOP_AND_TOTAL}
  ${forEachEntry('y[i] = exp(scalars.scale * (x[i] - top)) / total;')}`,
);

const logSoftmax = /* @__PURE__ */ rowKernel(
  'logSoftmax',
  'y',
  ['x'],
  `${TOP_AND_TOTAL}
  let logTotal = log(total);
  ${forEachEntry('y[i] = scalars.scale * (x[i] - top) - logTotal;')}`,
);

const softmaxGradient = /* @__PURE__ */ rowKernel(
  'softmaxGradient',
  'dx',
  ['dy', 'y'],
  `
  var part = 0.0;
  ${forEachEntry('part += dy[i] * y[i];')}
  let total = sumOverLanes(vec2f(part, 0.0), thread).x;
  ${forEachEntry('dx[i] = scalars.scale * y[i] * (dy[i] - total);')}`,
);

const logSoftmaxGradient = /* @__PURE__ */ rowKernel(
  'logSoftmaxGradient',
  'dx',
  ['dy', 'y'],
  `
  var part = 0.0;
  ${forEachEntry('part += dy[i];')}
  let total = sumOverLanes(vec2f(part, 0.0), thread).x;
  ${forEachEntry('dx[i] = dy[i] - exp(y[i]) * total;')}`,
);

/** Over the last axis. */
function onRows<T extends tf.Tensor>(kernel: ComputeKernel, inputs: T[], scale = 1): T {
  const { shape, size } = inputs[0] as T;
  const width = shape[shape.length - 1] as number;
  const rows = width === 0 ? 0 : size / width;
  const grid = gridOf(Math.ceil(rows / ROWS_AT_ONCE));
  return launchKernel(kernel, inputs, [shape], { rows, width, scale }, grid)[0] as T;
}

/** softmax(scale x) over the last axis. */
export const scaledSoftmax = <T extends tf.Tensor>(x: T, scale: number): T => onRows(softmax, [x], scale);

/** Its gradient by x, from its value y. */
export const scaledSoftmaxGradient = <T extends tf.Tensor>(dy: T, y: T, scale: number): T =>
  onRows(softmaxGradient, [dy, y], scale);

/** Softmax of rows, one launch each way. */
export const softmaxKernels: NonNullable<KernelPack['softmax']> = {
  forward: (x) => scaledSoftmax(x, 1),
  backward: (dy, y) => scaledSoftmaxGradient(dy, y, 1),
};

/** Log-softmax of rows, one launch each way. */
export const logSoftmaxKernels: NonNullable<KernelPack['logSoftmax']> = {
  forward: (x) => onRows(logSoftmax, [x]),
  backward: (dy, y) => onRows(logSoftmaxGradient, [dy, y]),
};
