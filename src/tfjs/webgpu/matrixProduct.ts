import type * as tf from '@tensorflow/tfjs-core';
import type { ComputeKernel } from './ComputeKernel.ts';
import { launchKernel } from './launchKernel.ts';
import { tiledProduct } from './tiledProduct.ts';

/** Tiles of 128² use each fetched value twice as often, but want this many of them to keep a device busy. */
const ENOUGH_LARGE_TILES = 96;

/** 4 or 8 sums along each side for a thread: the larger tile where the result has enough of them. */
export function sumsPerThread(rows: number, columns: number, batch = 1): 4 | 8 {
  return batch * Math.ceil(rows / 128) * Math.ceil(columns / 128) >= ENOUGH_LARGE_TILES ? 8 : 4;
}

const kernels = /* @__PURE__ */ new Map<string, ComputeKernel>();

function kernelOf(transposeA: boolean, transposeB: boolean, perThread: 4 | 8): ComputeKernel {
  const name = `matrixProduct ${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'} ${perThread}`;
  const kernel =
    kernels.get(name) ??
    tiledProduct({
      name,
      writes: ['c'],
      reads: ['a', 'b'],
      a: { buffer: 'a', transposed: transposeA, offset: 'group.z * scalars.rows * scalars.inner' },
      b: { buffer: 'b', transposed: transposeB, offset: 'group.z * scalars.inner * scalars.columns' },
      perThread,
      epilogue: ({ forEachRow, forEachColumn, entry }) =>
        forEachRow(`if (row >= scalars.rows) { break; }
    let line = (group.z * scalars.rows + row) * scalars.columns;
    ${forEachColumn(`if (column < scalars.columns) { c[line + column] = ${entry}; }`)}`),
    });
  kernels.set(name, kernel);
  return kernel;
}

/**
 * The matrix product, each operand as it lies or transposed, without a copy.
 *
 *   C = A·B over the last two axes of [..., m, k] x [..., k, n], leading sizes equal
 *
 * In one launch, and the same bits in every run.
 */
export function matrixProduct(
  a: tf.Tensor,
  b: tf.Tensor,
  transposeA: boolean,
  transposeB: boolean,
): tf.Tensor {
  const [rows, inner] = a.shape.slice(-2) as [number, number];
  const [innerB, columns] = b.shape.slice(-2) as [number, number];
  const leading = a.shape.slice(0, -2);
  const m = transposeA ? inner : rows;
  const k = transposeA ? rows : inner;
  const n = transposeB ? innerB : columns;
  const batch = leading.reduce((product, size) => product * size, 1);
  const perThread = sumsPerThread(m, n, batch);
  const tile = 16 * perThread;
  const [c] = launchKernel(
    kernelOf(transposeA, transposeB, perThread),
    [a, b],
    [[...leading, m, n]],
    { rows: m, inner: k, columns: n },
    k === 0 ? [0, 0, 0] : [Math.ceil(n / tile), Math.ceil(m / tile), batch],
  );
  return c as tf.Tensor;
}
