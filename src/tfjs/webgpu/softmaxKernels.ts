import type * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import { type ComputeKernel, computeKernel } from './ComputeKernel.ts';
import { LANES, ROW_AND_LANE, ROWS_AT_ONCE, SUM_OVER_LANES } from './lanes.ts';
import { gridOf, launchKernel } from './launchKernel.ts';

/** For each entry of the row that the lane has: `i` is its place in the array. */
const forEachEntry = (code: string): string => `
  if (hasRow) { for (var i = first + lane; i < first + scalars.width; i += ${LANES}u) { ${code} } }`;

/** \`top\`, the largest entry of the row, and \`total\`, Σ exp(x - top). */
const TOP_AND_TOTAL = `
  var top = -3.4e38f;
  ${forEachEntry('top = max(top, x[i]);')}
  tops[thread] = top;
  workgroupBarrier();
  for (var other = 0u; other < ${LANES}u; other++) { top = max(top, tops[thread - lane + other]); }
  var part = 0.0;
  ${forEachEntry('part += exp(x[i] - top);')}
  let total = sumOverLanes(vec2f(part, 0.0), thread).x;`;

const rowKernel = (name: string, write: string, reads: string[], code: string): ComputeKernel =>
  computeKernel({
    name,
    writes: [write],
    reads,
    scalars: { rows: 'u32', width: 'u32' },
    declarations: `${SUM_OVER_LANES}\nvar<workgroup> tops: array<f32, 256>;`,
    body: `${ROW_AND_LANE}${code}`,
  });

const softmax = /* @__PURE__ */ rowKernel(
  'softmax',
  'y',
  ['x'],
  `${TOP_AND_TOTAL}
  ${forEachEntry('y[i] = exp(x[i] - top) / total;')}`,
);

const logSoftmax = /* @__PURE__ */ rowKernel(
  'logSoftmax',
  'y',
  ['x'],
  `${TOP_AND_TOTAL}
  let logTotal = log(total);
  ${forEachEntry('y[i] = (x[i] - top) - logTotal;')}`,
);

const softmaxGradient = /* @__PURE__ */ rowKernel(
  'softmaxGradient',
  'dx',
  ['dy', 'y'],
  `
  var part = 0.0;
  ${forEachEntry('part += dy[i] * y[i];')}
  let total = sumOverLanes(vec2f(part, 0.0), thread).x;
  ${forEachEntry('dx[i] = y[i] * (dy[i] - total);')}`,
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

function onRows(kernel: ComputeKernel, inputs: tf.Tensor2D[]): tf.Tensor2D {
  const [rows, width] = (inputs[0] as tf.Tensor2D).shape;
  const grid = gridOf(width === 0 ? 0 : Math.ceil(rows / ROWS_AT_ONCE));
  return launchKernel(kernel, inputs, [[rows, width]], { rows, width }, grid)[0] as tf.Tensor2D;
}

/** Softmax of rows, one launch each way. */
export const softmaxKernels: NonNullable<KernelPack['softmax']> = {
  forward: (x) => onRows(softmax, [x]),
  backward: (dy, y) => onRows(softmaxGradient, [dy, y]),
};

/** Log-softmax of rows, one launch each way. */
export const logSoftmaxKernels: NonNullable<KernelPack['logSoftmax']> = {
  forward: (x) => onRows(logSoftmax, [x]),
  backward: (dy, y) => onRows(logSoftmaxGradient, [dy, y]),
};
