import { type ComputeKernel, computeKernel } from './ComputeKernel.ts';
import { LANES, SUM_OVER_LANES } from './lanes.ts';
import { tiledProduct } from './tiledProduct.ts';

/**
 * From the statistics of a row's tiles to its logSumExp and its part of the loss, Σ_k T (logSumExp - l), both
 * brought to the row's largest score, so that nothing large cancels.
 */
export const statisticsOfRows: ComputeKernel = /* @__PURE__ */ computeKernel({
  name: 'statisticsOfRows',
  writes: ['logSumExp', 'loss'],
  reads: ['statistics'],
  scalars: { rows: 'u32', width: 'u32' },
  declarations: `${SUM_OVER_LANES}
var<workgroup> tops: array<f32, 256>;`,
  body: `
  let row = (group.y * groups.x + group.x) * 8u + thread / ${LANES}u;
  let lane = thread % ${LANES}u;
  let end = select(0u, scalars.width, row < scalars.rows);
  let first = row * scalars.width;
  var top = -3.0e38f;
  for (var tile = lane; tile < end; tile += ${LANES}u) { top = max(top, statistics[4u * (first + tile)]); }
  tops[thread] = top;
  workgroupBarrier();
  for (var i = 0u; i < ${LANES}u; i++) { top = max(top, tops[thread - lane + i]); }
  var sums = vec2f();
  var share = 0.0;
  for (var tile = lane; tile < end; tile += ${LANES}u) {
    let at = 4u * (first + tile);
    let below = top - statistics[at];
    sums += vec2f(statistics[at + 1u] * exp(-below), statistics[at + 2u] + statistics[at + 3u] * below);
    share += statistics[at + 3u];
  }
  let totals = sumOverLanes(sums, thread);
  let shares = sumOverLanes(vec2f(share, 0.0), thread).x;
  if (row < scalars.rows && lane == 0u) {
    let logSum = log(totals.x);
    logSumExp[row] = top + logSum;
    loss[row] = shares * logSum + totals.y;
  }`,
});

/** Column sums of a chunk [rows, columns] into dBias from \`firstPrototype\` on. */
export const columnSums: ComputeKernel = /* @__PURE__ */ computeKernel({
  name: 'columnSums',
  writes: ['dBias'],
  reads: ['chunk'],
  scalars: { rows: 'u32', columns: 'u32', firstPrototype: 'u32' },
  declarations: 'var<workgroup> ofRows: array<f32, 256>;',
  body: `
  let column = group.x * 32u + thread % 32u;
  var sum = 0.0;
  if (column < scalars.columns) {
    for (var row = thread / 32u; row < scalars.rows; row += 8u) { sum += chunk[row * scalars.columns + column]; }
  }
  ofRows[thread] = sum;
  workgroupBarrier();
  if (thread < 32u && column < scalars.columns) {
    for (var i = 1u; i < 8u; i++) { sum += ofRows[thread + 32u * i]; }
    dBias[scalars.firstPrototype + column] = sum;
  }`,
});

const products = /* @__PURE__ */ new Map<string, ComputeKernel>();

/** dW of a chunk: scale · chunkᵀ·y, [columns of the chunk, p], into dW from \`firstPrototype\` on. */
export function towardsPrototypes(perThread: 4 | 8): ComputeKernel {
  const name = `towardsPrototypes ${perThread}`;
  const kernel =
    products.get(name) ??
    tiledProduct({
      name,
      writes: ['dW'],
      reads: ['chunk', 'y'],
      scalars: { firstPrototype: 'u32', scale: 'f32' },
      a: { buffer: 'chunk', transposed: true },
      b: { buffer: 'y', transposed: false },
      perThread,
      epilogue: ({ forEachRow, forEachColumn, entry }) =>
        forEachRow(`if (row >= scalars.rows) { break; }
    let line = (scalars.firstPrototype + row) * scalars.columns;
    ${forEachColumn(`if (column < scalars.columns) { dW[line + column] = scalars.scale * ${entry}; }`)}`),
    });
  products.set(name, kernel);
  return kernel;
}

/**
 * dY of a chunk: chunk·w, [rows, p], added to what the chunks before have left. Few tiles and a long inner
 * axis: it is cut into as many parts as there are workgroups along z, each with a sum of its own.
 */
export function towardsDirections(perThread: 4 | 8): ComputeKernel {
  const name = `towardsDirections ${perThread}`;
  const kernel =
    products.get(name) ??
    tiledProduct({
      name,
      writes: ['parts'],
      reads: ['chunk', 'w'],
      scalars: { firstPrototype: 'u32', partLength: 'u32', isFirst: 'u32' },
      a: { buffer: 'chunk', transposed: false },
      b: { buffer: 'w', transposed: false, offset: 'scalars.firstPrototype * scalars.columns' },
      innerRange: { from: 'partStart', to: 'partEnd' },
      perThread,
      prologue: `let partStart = min(scalars.inner, group.z * scalars.partLength);
  let partEnd = min(scalars.inner, partStart + scalars.partLength);`,
      epilogue: ({ forEachRow, forEachColumn, entry }) =>
        forEachRow(`if (row >= scalars.rows) { break; }
    let line = (group.z * scalars.rows + row) * scalars.columns;
    ${forEachColumn(`if (column < scalars.columns) {
      var before = 0.0;
      if (scalars.isFirst == 0u) { before = parts[line + column]; }
      parts[line + column] = before + ${entry};
    }`)}`),
    });
  products.set(name, kernel);
  return kernel;
}
