import type * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import { computeKernel } from './ComputeKernel.ts';
import { LANES, ROW_AND_LANE, ROWS_AT_ONCE, SUM_OVER_LANES } from './lanes.ts';
import { gridOf, launchKernel } from './launchKernel.ts';

const forward = /* @__PURE__ */ computeKernel({
  name: 'layerNorm',
  writes: ['y', 'means', 'inverseDeviations'],
  reads: ['x', 'gain', 'bias'],
  scalars: { rows: 'u32', width: 'u32', epsilon: 'f32' },
  declarations: SUM_OVER_LANES,
  body: `${ROW_AND_LANE}
  let perEntry = 1.0 / f32(scalars.width);
  var sum = 0.0;
  if (hasRow) { for (var i = lane; i < scalars.width; i += ${LANES}u) { sum += x[first + i]; } }
  let mean = sumOverLanes(vec2f(sum, 0.0), thread).x * perEntry;
  var squares = 0.0;
  if (hasRow) {
    for (var i = lane; i < scalars.width; i += ${LANES}u) {
      let centered = x[first + i] - mean;
      squares += centered * centered;
    }
  }
  let variance = sumOverLanes(vec2f(squares, 0.0), thread).x * perEntry;
  let inverseDeviation = 1.0 / sqrt(variance + scalars.epsilon);
  if (hasRow) {
    for (var i = lane; i < scalars.width; i += ${LANES}u) {
      y[first + i] = (x[first + i] - mean) * inverseDeviation * gain[i] + bias[i];
    }
    if (lane == 0u) {
      means[row] = mean;
      inverseDeviations[row] = inverseDeviation;
    }
  }`,
});

const towardsInput = /* @__PURE__ */ computeKernel({
  name: 'layerNormGradient',
  writes: ['dx'],
  reads: ['dy', 'x', 'gain', 'means', 'inverseDeviations'],
  scalars: { rows: 'u32', width: 'u32' },
  declarations: SUM_OVER_LANES,
  body: `${ROW_AND_LANE}
  var mean = 0.0;
  var inverseDeviation = 0.0;
  var sums = vec2f();
  if (hasRow) {
    mean = means[row];
    inverseDeviation = inverseDeviations[row];
    for (var i = lane; i < scalars.width; i += ${LANES}u) {
      let towards = dy[first + i] * gain[i];
      sums += vec2f(towards, towards * (x[first + i] - mean) * inverseDeviation);
    }
  }
  let averages = sumOverLanes(sums, thread) / f32(scalars.width);
  if (hasRow) {
    for (var i = lane; i < scalars.width; i += ${LANES}u) {
      let normalized = (x[first + i] - mean) * inverseDeviation;
      dx[first + i] = (dy[first + i] * gain[i] - averages.x - normalized * averages.y) * inverseDeviation;
    }
  }`,
});

/** Rows whose share of the gradients of gain and bias one workgroup adds up. */
const ROWS_OF_A_PART = 256;

/** 32 columns and 8 rows at a time; a part of the rows each workgroup. */
const towardsGainAndBias = /* @__PURE__ */ computeKernel({
  name: 'layerNormParameterGradient',
  writes: ['dGain', 'dBias'],
  reads: ['dy', 'x', 'means', 'inverseDeviations'],
  scalars: { rows: 'u32', width: 'u32' },
  declarations: 'var<workgroup> ofRows: array<vec2f, 256>;',
  body: `
  let column = group.x * 32u + thread % 32u;
  let end = min(scalars.rows, (group.y + 1u) * ${ROWS_OF_A_PART}u);
  var sums = vec2f();
  if (column < scalars.width) {
    for (var row = group.y * ${ROWS_OF_A_PART}u + thread / 32u; row < end; row += 8u) {
      let towards = dy[row * scalars.width + column];
      let normalized = (x[row * scalars.width + column] - means[row]) * inverseDeviations[row];
      sums += vec2f(towards * normalized, towards);
    }
  }
  ofRows[thread] = sums;
  workgroupBarrier();
  if (thread < 32u && column < scalars.width) {
    for (var i = 1u; i < 8u; i++) { sums += ofRows[thread + 32u * i]; }
    dGain[group.y * scalars.width + column] = sums.x;
    dBias[group.y * scalars.width + column] = sums.y;
  }`,
});

const sumOfParts = /* @__PURE__ */ computeKernel({
  name: 'layerNormParameterSum',
  writes: ['dGain', 'dBias'],
  reads: ['gainParts', 'biasParts'],
  scalars: { parts: 'u32', width: 'u32' },
  body: `
  let column = group.x * 256u + thread;
  if (column < scalars.width) {
    var sums = vec2f();
    for (var part = 0u; part < scalars.parts; part++) {
      let at = part * scalars.width + column;
      sums += vec2f(gainParts[at], biasParts[at]);
    }
    dGain[column] = sums.x;
    dBias[column] = sums.y;
  }`,
});

const sizesOf = (x: tf.Tensor2D): { rows: number; width: number } => ({
  rows: x.shape[0],
  width: x.shape[1],
});

const gridOfRows = (rows: number): [number, number, number] => gridOf(Math.ceil(rows / ROWS_AT_ONCE));

/** The sums over rows, [∂gain, ∂bias]: in one launch up to 256 rows, in two beyond. */
function parameterGradients(
  dy: tf.Tensor2D,
  x: tf.Tensor2D,
  mean: tf.Tensor1D,
  inverseDeviation: tf.Tensor1D,
): tf.Tensor[] {
  const { rows, width } = sizesOf(x);
  const parts = Math.ceil(rows / ROWS_OF_A_PART);
  const shape = parts <= 1 ? [width] : [parts, width];
  const shares = launchKernel(
    towardsGainAndBias,
    [dy, x, mean, inverseDeviation],
    [shape, shape],
    { rows, width },
    [Math.ceil(width / 32), parts, 1],
  );
  if (parts <= 1) return shares;
  const columns = [Math.ceil(width / 256), 1, 1] as const;
  const sums = launchKernel(sumOfParts, shares, [[width], [width]], { parts, width }, columns);
  for (const share of shares) share.dispose();
  return sums;
}

/** Layer normalization, one launch forward, two or three back. */
export const layerNormKernels: NonNullable<KernelPack['layerNorm']> = {
  forward: (x, gain, bias, epsilon) => {
    const { rows, width } = sizesOf(x);
    const shapes = [x.shape, [rows], [rows]];
    return launchKernel(forward, [x, gain, bias], shapes, { rows, width, epsilon }, gridOfRows(rows));
  },
  backward: (dy, x, gain, mean, inverseDeviation) => {
    const { rows, width } = sizesOf(x);
    const inputs = [dy, x, gain, mean, inverseDeviation];
    return [
      ...launchKernel(towardsInput, inputs, [x.shape], { rows, width }, gridOfRows(rows)),
      ...parameterGradients(dy, x, mean, inverseDeviation),
    ];
  },
};
