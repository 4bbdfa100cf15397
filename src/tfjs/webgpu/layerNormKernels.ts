import type * as tf from '@tensorflow/tfjs-core';
import { computeKernel } from './ComputeKernel.ts';
import { LANES, ROW_AND_LANE, ROWS_AT_ONCE, SUM_OVER_LANES } from './lanes.ts';
import { gridOf, launchKernel } from './launchKernel.ts';

const forward = /* @__PURE__ */ computeKernel({
  name: 'layerNorm',
  writes: ['y', 'statistics'],
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
      statistics[2u * row] = mean;
      statistics[2u * row + 1u] = inverseDeviation;
    }
  }`,
});

const towardsInput = /* @__PURE__ */ computeKernel({
  name: 'layerNormGradient',
  writes: ['dx'],
  reads: ['dy', 'x', 'gain', 'statistics'],
  scalars: { rows: 'u32', width: 'u32' },
  declarations: SUM_OVER_LANES,
  body: `${ROW_AND_LANE}
  var mean = 0.0;
  var inverseDeviation = 0.0;
  var sums = vec2f();
  if (hasRow) {
    mean = statistics[2u * row];
    inverseDeviation = statistics[2u * row + 1u];
    for (var i = lane; i < scalars.width; i += ${LANES}u) {
      let towards = dy[first + i] * gain[i];
      sums += vec2f(towards, towards * (x[first + i] - mean) * inverseDeviation);
    }
  }
  let means = sumOverLanes(sums, thread) / f32(scalars.width);
  if (hasRow) {
    for (var i = lane; i < scalars.width; i += ${LANES}u) {
      let normalized = (x[first + i] - mean) * inverseDeviation;
      dx[first + i] = (dy[first + i] * gain[i] - means.x - normalized * means.y) * inverseDeviation;
    }
  }`,
});

/** Rows whose share of the gradients of gain and bias one workgroup adds up. */
const ROWS_OF_A_PART = 256;

/** 32 columns and 8 rows at a time; a part of the rows each workgroup. */
const towardsGainAndBias = /* @__PURE__ */ computeKernel({
  name: 'layerNormParameterGradient',
  writes: ['dGain', 'dBias'],
  reads: ['dy', 'x', 'statistics'],
  scalars: { rows: 'u32', width: 'u32' },
  declarations: 'var<workgroup> ofRows: array<vec2f, 256>;',
  body: `
  let column = group.x * 32u + thread % 32u;
  let end = min(scalars.rows, (group.y + 1u) * ${ROWS_OF_A_PART}u);
  var sums = vec2f();
  if (column < scalars.width) {
    for (var row = group.y * ${ROWS_OF_A_PART}u + thread / 32u; row < end; row += 8u) {
      let towards = dy[row * scalars.width + column];
      let normalized = (x[row * scalars.width + column] - statistics[2u * row]) * statistics[2u * row + 1u];
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

const sizesOf = (x: tf.Tensor): { rows: number; width: number } => {
  const width = x.shape[x.rank - 1] as number;
  return { rows: width === 0 ? 0 : x.size / width, width };
};

/** Layer normalization in one launch; `statistics` are mean and 1/√(var + ε) of each row, for the gradient. */
export function layerNormForward(
  x: tf.Tensor,
  gain: tf.Tensor,
  bias: tf.Tensor,
  epsilon: number,
): { y: tf.Tensor; statistics: tf.Tensor } {
  const { rows, width } = sizesOf(x);
  const [y, statistics] = launchKernel(
    forward,
    [x, gain, bias],
    [x.shape, [rows, 2]],
    { rows, width, epsilon },
    gridOf(Math.ceil(rows / ROWS_AT_ONCE)),
  ) as [tf.Tensor, tf.Tensor];
  return { y, statistics };
}

/** Its gradients, in two launches up to 256 rows and three beyond. */
export function layerNormBackward(
  dy: tf.Tensor,
  x: tf.Tensor,
  gain: tf.Tensor,
  statistics: tf.Tensor,
): { dx: tf.Tensor; dGain: tf.Tensor; dBias: tf.Tensor } {
  const { rows, width } = sizesOf(x);
  const [dx] = launchKernel(
    towardsInput,
    [dy, x, gain, statistics],
    [x.shape],
    { rows, width },
    gridOf(Math.ceil(rows / ROWS_AT_ONCE)),
  ) as [tf.Tensor];
  const parts = Math.ceil(rows / ROWS_OF_A_PART);
  const grid = [Math.ceil(width / 32), parts, 1] as const;
  if (parts <= 1) {
    const [dGain, dBias] = launchKernel(
      towardsGainAndBias,
      [dy, x, statistics],
      [[width], [width]],
      { rows, width },
      grid,
    ) as [tf.Tensor, tf.Tensor];
    return { dx, dGain, dBias };
  }
  const shares = launchKernel(
    towardsGainAndBias,
    [dy, x, statistics],
    [
      [parts, width],
      [parts, width],
    ],
    { rows, width },
    grid,
  );
  const [dGain, dBias] = launchKernel(sumOfParts, shares, [[width], [width]], { parts, width }, [
    Math.ceil(width / 256),
    1,
    1,
  ]) as [tf.Tensor, tf.Tensor];
  for (const share of shares) share.dispose();
  return { dx, dGain, dBias };
}
