import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from 'von-mises-fisher';
import { selectEngine } from 'von-mises-fisher/engines';
import type { KernelPack } from '../../src/tfjs/KernelPack.ts';
import { tensorflowKernels } from '../../src/tfjs/tensorflow/tensorflowKernels.ts';
import { tensorflowEngine } from '../support/tensorflowEngine.ts';

const from = tensorflowEngine();
const random = seededRandom(11);

/** An array of numbers in (-2, 2). */
const drawn = (...shape: number[]): { shape: number[]; values: number[] } => ({
  shape,
  values: Array.from({ length: shape.reduce((n, size) => n * size, 1) }, () => 4 * random() - 2).map(
    Math.fround,
  ),
});
type Drawn = ReturnType<typeof drawn>;
const tensor = <T extends tf.Tensor>({ shape, values }: Drawn): T => tf.tensor(values, shape) as T;

/** Every entry within `bound` of what double precision gives. */
function expectNear(got: tf.Tensor, expected: readonly number[], bound: (i: number) => number): void {
  const values = got.dataSync();
  expect(values.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(
      Math.abs((values[i] as number) - value),
      `entry ${i}: ${values[i]} for ${value}`,
    ).toBeLessThanOrEqual(bound(i));
  });
}

const U = 2 ** -24;

describe.runIf(from !== null)('kernels of the tensorflow engine against double precision', () => {
  let kernels: Required<Pick<KernelPack, 'matMul' | 'logSoftmax' | 'sumOfSquares' | 'adamW'>>;
  beforeAll(async () => {
    await selectEngine('tensorflow', { from: from as string });
    kernels = tensorflowKernels(tf.backend()) as typeof kernels;
  });

  const cases = [
    [1, 1, 1],
    [1, 2048, 5],
    [3, 65, 7],
    [17, 49, 33],
    [8, 2001, 3],
  ].flatMap(([m, k, n]) =>
    [false, true].flatMap((tA) => [false, true].map((tB) => [m, k, n, tA, tB] as const)),
  );

  it.each(cases)('matMul %i x %i x %i, transposed %s and %s', (m, k, n, tA, tB) => {
    const [a, b] = [drawn(...(tA ? [k, m] : [m, k])), drawn(...(tB ? [n, k] : [k, n]))];
    const expected: number[] = [];
    const scale: number[] = [];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let [sum, size] = [0, 0];
        for (let l = 0; l < k; l++) {
          const term =
            (a.values[tA ? l * m + i : i * k + l] as number) *
            (b.values[tB ? j * k + l : l * n + j] as number);
          sum += term;
          size += Math.abs(term);
        }
        expected.push(sum);
        scale.push(size);
      }
    }
    // |error| ≤ γ_k Σ|aᵢ bᵢ|, whatever the order of summation.
    expectNear(
      kernels.matMul(tensor(a), tensor(b), tA, tB),
      expected,
      (i) => 1.01 * k * U * (scale[i] as number),
    );
  });

  it('matMul of batches is a product for each', () => {
    const [a, b] = [drawn(3, 5, 4), drawn(3, 6, 4)];
    const got = kernels.matMul(tensor(a), tensor(b), false, true);
    expect(got.shape).toEqual([3, 5, 6]);
    const apart = [0, 1, 2].flatMap((i) => {
      const part = (x: Drawn, rows: number) =>
        tf.tensor2d(x.values.slice(i * rows * 4, (i + 1) * rows * 4), [rows, 4]);
      return [...kernels.matMul(part(a, 5), part(b, 6), false, true).dataSync()];
    });
    // Two orders of summation of four terms of at most 4 each.
    expectNear(got, apart, () => 2 * 4 * U * 16);
  });

  it('matMul of no rows and over no terms', () => {
    expect(kernels.matMul(tf.zeros([0, 3]), tf.zeros([3, 2]), false, false).shape).toEqual([0, 2]);
    expect([...kernels.matMul(tf.zeros([2, 0]), tf.zeros([0, 2]), false, false).dataSync()]).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it.each([
    [1, 1],
    [1, 4097],
    [9, 33],
  ])('logSoftmax of [%i, %i] and its gradient', (rows, d) => {
    const [x, dy] = [drawn(rows, d), drawn(rows, d)];
    const row = (v: Drawn, r: number) => v.values.slice(r * d, (r + 1) * d);
    const y = Array.from({ length: rows }, (_, r) => {
      const logSum = Math.log(row(x, r).reduce((s, v) => s + Math.exp(v), 0));
      return row(x, r).map((v) => v - logSum);
    });
    const got = kernels.logSoftmax.forward(tensor(x));
    // The logarithm of a sum of d terms: d units of relative error at most, and those of x - max, exp and log.
    const bound = (d + 40) * U;
    expectNear(got, y.flat(), (i) => bound + 4 * U * Math.abs(y.flat()[i] as number));
    const expected = y.flatMap((values, r) => {
      const total = row(dy, r).reduce((s, v) => s + v, 0);
      return values.map((v, j) => (row(dy, r)[j] as number) - Math.exp(v) * total);
    });
    const size = y.flatMap((_, r) => Array(d).fill(row(dy, r).reduce((s, v) => s + Math.abs(v), 0)));
    expectNear(
      kernels.logSoftmax.backward(tensor(dy), got),
      expected,
      (i) => (2 * d + 60) * U * (size[i] + 2),
    );
  });

  it.each([[1], [1001]])('sumOfSquares of %i', (n) => {
    const x = drawn(n);
    const expected = x.values.reduce((s, v) => s + v * v, 0);
    expectNear(kernels.sumOfSquares(tensor(x)), [expected], () => (n + 2) * U * expected);
  });

  it.each([
    [[1], 1, 1],
    [[7, 5], 1, 0.25],
    [[64, 33], 1000, 1],
  ] as const)('adamW of %j at step %i, gradient scaled by %f', (shape, step, gradientScale) => {
    const [x, m, g, mean] = [drawn(...shape), drawn(...shape), drawn(...shape), drawn(...shape)];
    const v = {
      shape: [...shape],
      values: drawn(...shape).values.map((value) => Math.fround(value * value)),
    };
    const [beta1, beta2, epsilon, momentum, decay] = [0.9, 0.999, 1e-8, 0.996, 1 - 4e-5];
    const [stepSize, secondScale] = [1e-3 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
    const factors = { gradientScale, beta1, beta2, decay, stepSize, secondScale, epsilon, momentum };
    const before = [x, m, v, mean].map((values) => tensor(values));
    const [parameter, first, second, average] = before as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const got = kernels.adamW({ parameter, first, second, average }, tensor(g), factors);
    expect(got.map((value) => value.shape)).toEqual([shape, shape, shape, shape]);
    const at = ({ values }: { values: number[] }, i: number) => values[i] as number;
    const all = x.values.map((_, i) => {
      const scaled = at(g, i) * gradientScale;
      const newM = beta1 * at(m, i) + (1 - beta1) * scaled;
      const newV = beta2 * at(v, i) + (1 - beta2) * scaled * scaled;
      const newX = decay * at(x, i) - (stepSize * newM) / (Math.sqrt(newV * secondScale) + epsilon);
      return { x: newX, m: newM, v: newV, mean: momentum * at(mean, i) + (1 - momentum) * newX };
    });
    // Ten roundings at most of terms of these sizes.
    const size = (i: number) =>
      Math.abs((stepSize * 2) / (Math.sqrt((all[i] as { v: number }).v * secondScale) + epsilon));
    const [newX, newM, newV, newMean] = got as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    expectNear(
      newX,
      all.map((value) => value.x),
      (i) => 10 * U * (2 + size(i)),
    );
    expectNear(
      newM,
      all.map((value) => value.m),
      () => 10 * U * 2,
    );
    expectNear(
      newV,
      all.map((value) => value.v),
      (i) => 10 * U * (all[i] as { v: number }).v,
    );
    expectNear(
      newMean,
      all.map((value) => value.mean),
      (i) => 10 * U * (4 + size(i)),
    );
    // What it was given stays as it was.
    for (const [i, values] of [x, m, v, mean].entries()) {
      expect([...(before[i] as tf.Tensor).dataSync()]).toEqual(values.values);
    }
  });

  it('adamW keeps no memory from step to step', () => {
    const state = { parameter: tf.ones([4]), first: tf.zeros([4]), second: tf.zeros([4]), average: null };
    const factors = { gradientScale: 1, beta1: 0.9, beta2: 0.999, decay: 1, epsilon: 1e-8, momentum: 1 };
    const step = (t: number) =>
      tf.dispose(
        tf.tidy(() =>
          kernels.adamW(state, tf.ones([4]), {
            ...factors,
            stepSize: 1 / t,
            secondScale: 1 / (1 - 0.999 ** t),
          }),
        ),
      );
    const { binding } = tf.backend() as unknown as { binding: { getNumOfTensors(): number } };
    step(1);
    const before = [tf.memory().numTensors, binding.getNumOfTensors()];
    for (let t = 2; t < 50; t++) step(t);
    expect([tf.memory().numTensors, binding.getNumOfTensors()]).toEqual(before);
  });

  it('leaves nothing behind but its results', () => {
    const x = tensor<tf.Tensor2D>(drawn(4, 6));
    const before = tf.memory().numTensors;
    tf.dispose(tf.tidy(() => kernels.logSoftmax.backward(x, kernels.logSoftmax.forward(x))));
    tf.dispose(kernels.matMul(x, x, true, false));
    expect(tf.memory().numTensors).toBe(before);
  });
});
