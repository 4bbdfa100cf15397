import type * as tf from '@tensorflow/tfjs-core';
import { type ComputeKernel, computeKernel } from './ComputeKernel.ts';
import { gridOf, launchKernel } from './launchKernel.ts';
import { productPlan } from './productPlan.ts';
import { tiledProduct } from './tiledProduct.ts';

const kernels = /* @__PURE__ */ new Map<string, ComputeKernel>();

/** A workgroup's third coordinate is the matrix of a batch or the part of the inner axis. */
function kernelOf(
  transposeA: boolean,
  transposeB: boolean,
  perThread: 4 | 8,
  isInParts: boolean,
): ComputeKernel {
  const name = `matrixProduct ${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'} ${perThread}${isInParts ? ' parts' : ''}`;
  const offset = (size: string) => (isInParts ? {} : { offset: `group.z * ${size}` });
  const inParts = {
    scalars: { partLength: 'u32' },
    innerRange: { from: 'partStart', to: 'partEnd' },
    prologue: `let partStart = min(scalars.inner, group.z * scalars.partLength);
  let partEnd = min(scalars.inner, partStart + scalars.partLength);`,
  } as const;
  const kernel =
    kernels.get(name) ??
    tiledProduct({
      name,
      writes: ['c'],
      reads: ['a', 'b'],
      a: { buffer: 'a', transposed: transposeA, ...offset('scalars.rows * scalars.inner') },
      b: { buffer: 'b', transposed: transposeB, ...offset('scalars.inner * scalars.columns') },
      perThread,
      ...(isInParts ? inParts : {}),
      epilogue: ({ forEachRow, forEachColumn, entry }) =>
        forEachRow(`if (row >= scalars.rows) { break; }
    let line = (group.z * scalars.rows + row) * scalars.columns;
    ${forEachColumn(`if (column < scalars.columns) { c[line + column] = ${entry}; }`)}`),
    });
  kernels.set(name, kernel);
  return kernel;
}

/** The sum of [parts, size] over the parts, times a scale. */
const sumOfParts = /* @__PURE__ */ computeKernel({
  name: 'sumOfParts',
  writes: ['sum'],
  reads: ['parts'],
  scalars: { size: 'u32', count: 'u32', scale: 'f32' },
  body: `
  let i = (group.y * groups.x + group.x) * 256u + thread;
  if (i < scalars.size) {
    var total = 0.0;
    for (var part = 0u; part < scalars.count; part++) { total += parts[part * scalars.size + i]; }
    sum[i] = scalars.scale * total;
  }`,
});

/** scale · Σ over the first axis of [count, ...shape], in one launch. */
export function scaledSumOfParts(parts: tf.Tensor, shape: number[], scale: number): tf.Tensor {
  const count = parts.shape[0] as number;
  const size = count === 0 ? 0 : parts.size / count;
  const grid = gridOf(Math.ceil(size / 256));
  return launchKernel(sumOfParts, [parts], [shape], { size, count, scale }, grid)[0] as tf.Tensor;
}

/**
 * The matrix product, each operand as it lies or transposed, without a copy.
 *
 *   C = A·B over the last two axes of [..., m, k] x [..., k, n], leading sizes equal
 *
 * In one launch, or two where few tiles of C face a long inner axis; the same bits in every run.
 */
export function matrixProduct(
  a: tf.Tensor,
  b: tf.Tensor,
  transposeA: boolean,
  transposeB: boolean,
): tf.Tensor {
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const leading = a.shape.slice(0, -2);
  const [rows, inner] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const columns = transposeB ? rowsB : columnsB;
  const batch = leading.reduce((product, size) => product * size, 1);
  const { perThread, across, down, parts } = productPlan(rows, columns, inner, { batch, canSplit: true });
  const isInParts = parts > 1;
  const shape = [...leading, rows, columns];
  const partLength = Math.ceil(inner / parts);
  const [c] = launchKernel(
    kernelOf(transposeA, transposeB, perThread, isInParts),
    [a, b],
    [isInParts ? [parts, rows, columns] : shape],
    { rows, inner, columns, partLength },
    inner === 0 ? [0, 0, 0] : [across, down, isInParts ? parts : batch],
  ) as [tf.Tensor];
  if (!isInParts) return c;
  const sum = scaledSumOfParts(c, shape, 1);
  c.dispose();
  return sum;
}
