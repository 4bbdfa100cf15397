import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';
import { geluBackward, geluForward } from '../../../src/tfjs/webgpu/geluKernels.ts';
import { layerNormBackward, layerNormForward } from '../../../src/tfjs/webgpu/layerNormKernels.ts';
import { logNormalizerWithSlope } from '../../../src/tfjs/webgpu/logNormalizerWithSlope.ts';
import { matrixProduct } from '../../../src/tfjs/webgpu/matrixProduct.ts';
import { tensorOf } from '../gradientCheck.ts';
import { expectWithin, onWebGPU } from './onWebGPU.ts';

const HALF_ULP = 2 ** -24;

/** erfc in double precision by its Taylor series at 0 (small x) or its continued fraction. */
function normalTail(x: number): number {
  const z = x * Math.SQRT1_2;
  if (z < 1.5) {
    let term = z;
    let sum = z;
    for (let n = 1; n < 60; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    return 0.5 - (Math.exp(-z * z) * sum) / Math.sqrt(Math.PI);
  }
  let tail = z;
  for (let k = 200; k > 0; k--) tail = z + k / 2 / tail;
  return Math.exp(-z * z) / (2 * Math.sqrt(Math.PI) * tail);
}

const normalCdf = (x: number): number => (x < 0 ? normalTail(-x) : 1 - normalTail(x));

await onWebGPU(() => {
  describe('matrixProduct', () => {
    const sizes: [string, number[], number, number, number][] = [
      ['one number', [], 1, 1, 1],
      ['one row', [], 1, 70, 65],
      ['odd sizes past a tile', [], 65, 17, 67],
      ['few rows, a long inner axis', [], 8, 2500, 33],
      ['a batch', [3], 50, 64, 50],
      ['large tiles', [96], 129, 9, 3],
    ];
    it.each(sizes)('%s', async (_, leading, m, inner, n) => {
      const batch = leading.reduce((product, size) => product * size, 1);
      for (const [transposeA, transposeB] of [
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ] as const) {
        const a = tensorOf([...leading, ...(transposeA ? [inner, m] : [m, inner])], 1);
        const b = tensorOf([...leading, ...(transposeB ? [n, inner] : [inner, n])], 2);
        const product = matrixProduct(a, b, transposeA, transposeB);
        expect(product.shape).toEqual([...leading, m, n]);
        const [x, y] = [await a.data(), await b.data()];
        const sums = new Float64Array(batch * m * n);
        const sizesOfTerms = new Float64Array(batch * m * n);
        for (let at = 0; at < sums.length; at++) {
          const matrix = Math.floor(at / (m * n));
          const [i, j] = [Math.floor(at / n) % m, at % n];
          for (let k = 0; k < inner; k++) {
            const left = x[matrix * m * inner + (transposeA ? k * m + i : i * inner + k)] as number;
            const right = y[matrix * inner * n + (transposeB ? j * inner + k : k * n + j)] as number;
            (sums[at] as number) += left * right;
            (sizesOfTerms[at] as number) += Math.abs(left * right);
          }
        }
        await expectWithin(product, sums, (i) => inner * HALF_ULP * (sizesOfTerms[i] as number));
        tf.dispose([a, b, product]);
      }
    });

    it('has nothing to do for no rows, and sums nothing to 0', async () => {
      expect(matrixProduct(tf.zeros([0, 3]), tf.ones([3, 4]), false, false).shape).toEqual([0, 4]);
      const empty = matrixProduct(tf.zeros([2, 0]), tf.zeros([0, 2]), false, false);
      expect(Array.from(await empty.data())).toEqual([0, 0, 0, 0]);
    });
  });

  describe('logNormalizerWithSlope', () => {
    it.each([2, 3, 16, 64, 256, 1000, 65536])('p = %d: value and slope over 25 decades', async (p) => {
      const kappa = Float32Array.from({ length: 600 }, (_, i) => 10 ** (-15 + i / 20));
      kappa[0] = 0;
      const { value, slope } = logNormalizerWithSlope(p, tf.tensor1d(kappa));
      // In the package's own doubles; 2e-6 relative is what plain operations keep on cpu and wasm, and WGSL adds
      // 2^-21 in a logarithm near 1 and 2.5 ulp in each division.
      const values = Array.from(kappa, (k) => core.logNormalizer(p, k) - core.logNormalizer(p, 0));
      const slopes = Array.from(kappa, (k) => -core.meanResultantLength(p, k));
      await expectWithin(slope, slopes, (i) => 3e-6 * Math.abs(slopes[i] as number) + 1e-38);
      await expectWithin(
        value,
        values,
        (i) =>
          // The difference of doubles has an error of its own where κ is small.
          3e-6 * Math.abs(values[i] as number) + 4 * 2 ** -53 * Math.abs(core.logNormalizer(p, 0)) + 1e-38,
      );
    });
  });

  describe('gelu', () => {
    it('keeps relative accuracy in its tail, forward and back', async () => {
      const x = Float32Array.from({ length: 1201 }, (_, i) => (i - 600) / 64);
      const dy = tensorOf([x.length], 4);
      const weights = await dy.data();
      const want = Array.from(x, (v) => v * normalCdf(v));
      // exp(-x²/2) carries the rounding of its argument, x²/4 ulp, and 3 + 2·x²/2 ulp of its own by WGSL's rules.
      const ulps = (v: number): number => 16 + 3 * v * v;
      await expectWithin(
        geluForward(tf.tensor1d(x)),
        want,
        (i) => ulps(x[i] as number) * HALF_ULP * Math.abs(want[i] as number),
      );
      const density = (v: number): number => Math.exp(-(v * v) / 2) / Math.sqrt(2 * Math.PI);
      const slopes = Array.from(x, (v, i) => (weights[i] as number) * (normalCdf(v) + v * density(v)));
      const sizes = Array.from(x, (v) => normalCdf(v) + Math.abs(v) * density(v));
      await expectWithin(
        geluBackward(dy, tf.tensor1d(x)),
        slopes,
        (i) => ulps(x[i] as number) * HALF_ULP * Math.abs(weights[i] as number) * (sizes[i] as number),
      );
    });
  });

  describe('layerNorm', () => {
    it.each([
      [1, 1],
      [1, 5],
      [9, 33],
      [70, 192],
      [600, 40],
    ])('%d rows of %d, forward and back', async (rows, width) => {
      const [x, gain, bias, dy] = [
        tensorOf([rows, width], 5, 1, 0.25),
        tensorOf([width], 6, 1, 1),
        tensorOf([width], 7),
        tensorOf([rows, width], 8),
      ] as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const epsilon = 1e-3;
      const { y, statistics } = layerNormForward(x, gain, bias, epsilon);
      const { dx, dGain, dBias } = layerNormBackward(dy, x, gain, statistics);
      const [xs, gains, biases, dys] = (await Promise.all(
        [x, gain, bias, dy].map((tensor) => tensor.data()),
      )) as [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];
      const want = { y: [] as number[], dx: [] as number[] };
      const [wantGain, wantBias] = [new Float64Array(width), new Float64Array(width)];
      const largest = { y: 0, dx: 0 };
      for (let r = 0; r < rows; r++) {
        const row = Array.from({ length: width }, (_, i) => xs[r * width + i] as number);
        const mean = row.reduce((a, b) => a + b) / width;
        const deviation = Math.sqrt(row.reduce((s, v) => s + (v - mean) ** 2, 0) / width + epsilon);
        const normalized = row.map((v) => (v - mean) / deviation);
        const back = row.map((_, i) => dys[r * width + i] as number);
        const towards = back.map((d, i) => d * (gains[i] as number));
        const meanTowards = towards.reduce((a, b) => a + b) / width;
        const meanAlong = towards.reduce((s, t, i) => s + t * (normalized[i] as number), 0) / width;
        for (let i = 0; i < width; i++) {
          const n = normalized[i] as number;
          want.y.push(n * (gains[i] as number) + (biases[i] as number));
          want.dx.push(((towards[i] as number) - meanTowards - n * meanAlong) / deviation);
          (wantGain[i] as number) += (back[i] as number) * n;
          (wantBias[i] as number) += back[i] as number;
          largest.y = Math.max(largest.y, Math.abs(n));
        }
        largest.dx = Math.max(largest.dx, (4 + largest.y) / deviation);
      }
      // Sums of `width` terms of size about 1 (mean, variance) go into each entry: width half-ulps of the
      // largest, plus a dozen roundings; over rows, rows more.
      const roundings = (width + 24) * HALF_ULP;
      await expectWithin(y, want.y, () => roundings * (2 * largest.y + 1));
      await expectWithin(dx, want.dx, () => roundings * largest.dx * (1 + largest.y));
      await expectWithin(dGain, wantGain, () => (roundings + rows * HALF_ULP) * rows * (1 + largest.y));
      await expectWithin(dBias, wantBias, () => rows * HALF_ULP * rows);
    });

    it('takes no rows', () => {
      const { y, statistics } = layerNormForward(tf.zeros([0, 4]), tf.ones([4]), tf.zeros([4]), 1e-6);
      expect(y.shape).toEqual([0, 4]);
      const { dx, dGain } = layerNormBackward(tf.zeros([0, 4]), tf.zeros([0, 4]), tf.ones([4]), statistics);
      expect([dx.shape, dGain.shape]).toEqual([[0, 4], [4]]);
    });
  });
});
