import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';
import { floatExpansion } from '../../../src/tfjs/floatExpansion.ts';
import { adamWInOneLaunch } from '../../../src/tfjs/webgpu/adamWInOneLaunch.ts';
import { attentionKernels } from '../../../src/tfjs/webgpu/attentionKernels.ts';
import { geluKernels } from '../../../src/tfjs/webgpu/geluKernels.ts';
import { layerNormKernels } from '../../../src/tfjs/webgpu/layerNormKernels.ts';
import { matrixProduct } from '../../../src/tfjs/webgpu/matrixProduct.ts';
import { productPlan } from '../../../src/tfjs/webgpu/productPlan.ts';
import { radialKernel } from '../../../src/tfjs/webgpu/radialKernel.ts';
import { logSoftmaxKernels, softmaxKernels } from '../../../src/tfjs/webgpu/softmaxKernels.ts';
import { sumOfSquares } from '../../../src/tfjs/webgpu/sumOfSquares.ts';
import { tensorOf } from '../gradientCheck.ts';
import { expectWithin, onWebGPU } from './onWebGPU.ts';

const HALF_ULP = 2 ** -24;
/** Below this WGSL may take numbers for 0, twice in a product. */
const SUBNORMAL = 2 ** -125;

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
      ['large tiles', [6], 500, 9, 500],
    ];
    it.each(sizes)('%s', async (_, leading, m, inner, n) => {
      const batch = leading.reduce((product, size) => product * size, 1);
      // Each operand is fetched in one of two ways, whatever the other: two cases meet all of the large kernel,
      // which takes software a second to compile.
      const ways: [boolean, boolean][] = [
        [false, true],
        [true, false],
      ];
      if (m < 500) ways.push([false, false], [true, true]);
      for (const [transposeA, transposeB] of ways) {
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

    it('is shared out so that all of it is done', () => {
      for (const [rows, columns, inner, batch] of [
        [1, 1, 1, 1],
        [384, 1536, 25_216, 1],
        [197, 197, 64, 768],
        [640, 13_056, 256, 1],
        [12_300, 2, 5000, 1],
      ] as const) {
        const plan = productPlan(rows, columns, inner, { batch, canSplit: true });
        expect(plan.across * plan.perThread * 16).toBeGreaterThanOrEqual(columns);
        expect(plan.down * plan.perThread * 16).toBeGreaterThanOrEqual(rows);
        expect(plan.parts === 1 || (batch === 1 && inner / plan.parts >= 256)).toBe(true);
      }
      // The gradient of a weight of ViT-S: 36 large tiles alone would leave most of a device idle.
      expect(productPlan(384, 1536, 25_216, { canSplit: true })).toEqual({
        ...{ perThread: 8, across: 12, down: 3, parts: 8 },
      });
      expect(productPlan(384, 1536, 25_216).parts).toBe(1);
      expect(productPlan(12_300, 2, 64).perThread).toBe(4);
    });

    it('has nothing to do for no rows, and sums nothing to 0', async () => {
      expect(matrixProduct(tf.zeros([0, 3]), tf.ones([3, 4]), false, false).shape).toEqual([0, 4]);
      const empty = matrixProduct(tf.zeros([2, 0]), tf.zeros([0, 2]), false, false);
      expect(Array.from(await empty.data())).toEqual([0, 0, 0, 0]);
    });
  });

  describe('the log-normalizer and its derivatives', () => {
    it.each([2, 3, 16, 64, 256, 1000, 65536])('p = %d: over 25 decades', async (p) => {
      const kappa = Float32Array.from({ length: 600 }, (_, i) => 10 ** (-5 + i / 20));
      kappa[0] = 0;
      const expansion = floatExpansion(p);
      const of = (which: Parameters<typeof radialKernel>[0]): tf.Tensor =>
        radialKernel(which)(tf.tensor1d(kappa), expansion);
      // In the package's own doubles; 2e-6 relative is what plain operations keep on cpu and wasm, and WGSL adds
      // 2^-21 in a logarithm near 1 and 2.5 ulp in each division.
      const values = Array.from(kappa, (k) => core.logNormalizer(p, k) - core.logNormalizer(p, 0));
      const lengths = Array.from(kappa, (k) => core.meanResultantLength(p, k));
      const slopes = Array.from(kappa, (k) => core.meanResultantLengthDerivative(p, k, 1));
      const relative = (want: number[]) => (i: number) => 3e-6 * Math.abs(want[i] as number) + SUBNORMAL;
      await expectWithin(of('meanResultantLength'), lengths, relative(lengths));
      await expectWithin(of('meanResultantLengthSlope'), slopes, relative(slopes));
      // The difference of doubles has an error of its own where κ is small.
      const doubles = 4 * 2 ** -53 * Math.max(1, Math.abs(core.logNormalizer(p, 0)));
      await expectWithin(of('relativeLogNormalizer'), values, (i) => relative(values)(i) + doubles);
    });

    it('of the K-term form, and of no concentrations', async () => {
      const kappa = Float32Array.from({ length: 100 }, (_, i) => i * 7);
      const got = radialKernel('relativeLogNormalizer')(tf.tensor1d(kappa), floatExpansion(256, 0));
      const uniform = core.logNormalizer(256, 0, { terms: 0 });
      const want = Array.from(kappa, (k) => core.logNormalizer(256, k, { terms: 0 }) - uniform);
      await expectWithin(got, want, (i) => 3e-6 * Math.abs(want[i] as number) + 1e-12);
      expect(radialKernel('meanResultantLength')(tf.zeros([0]), floatExpansion(3)).shape).toEqual([0]);
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
        geluKernels.forward(tf.tensor1d(x)),
        want,
        (i) => ulps(x[i] as number) * HALF_ULP * Math.abs(want[i] as number),
      );
      const density = (v: number): number => Math.exp(-(v * v) / 2) / Math.sqrt(2 * Math.PI);
      const slopes = Array.from(x, (v, i) => (weights[i] as number) * (normalCdf(v) + v * density(v)));
      const sizes = Array.from(x, (v) => normalCdf(v) + Math.abs(v) * density(v));
      await expectWithin(
        geluKernels.backward(dy, tf.tensor1d(x)),
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
      const [x, dy] = [tensorOf([rows, width], 5, 1, 0.25), tensorOf([rows, width], 8)] as tf.Tensor2D[] as [
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      const [gain, bias] = [tensorOf([width], 6, 1, 1), tensorOf([width], 7)] as [tf.Tensor1D, tf.Tensor1D];
      const epsilon = 1e-3;
      const [y, mean, inverseDeviation] = layerNormKernels.forward(x, gain, bias, epsilon) as [
        tf.Tensor,
        tf.Tensor1D,
        tf.Tensor1D,
      ];
      const [dx, dGain, dBias] = layerNormKernels.backward(dy, x, gain, mean, inverseDeviation) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const [xs, gains, biases, dys] = (await Promise.all(
        [x, gain, bias, dy].map((tensor) => tensor.data()),
      )) as unknown as [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];
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
      const none = tf.zeros([0, 4]) as tf.Tensor2D;
      const [gain, bias] = [tf.ones([4]), tf.zeros([4])] as [tf.Tensor1D, tf.Tensor1D];
      const [y, mean, inverse] = layerNormKernels.forward(none, gain, bias, 1e-6) as tf.Tensor[];
      const back = layerNormKernels.backward(none, none, gain, mean as tf.Tensor1D, inverse as tf.Tensor1D);
      expect(y?.shape).toEqual([0, 4]);
      expect(back.map(({ shape }) => shape)).toEqual([[0, 4], [4], [4]]);
    });
  });

  describe('softmax and logSoftmax', () => {
    it.each([
      [1, 1],
      [3, 31],
      [9, 33],
      [5, 1000],
    ])('%d rows of %d, forward and back', async (rows, width) => {
      const x = tensorOf([rows, width], 9, 20) as tf.Tensor2D;
      const dy = tensorOf([rows, width], 10) as tf.Tensor2D;
      const [y, logY] = [softmaxKernels.forward(x), logSoftmaxKernels.forward(x)];
      const [dx, dLogX] = [softmaxKernels.backward(dy, y), logSoftmaxKernels.backward(dy, logY)];
      const [xs, dys] = [await x.data(), await dy.data()];
      const want = { y: [] as number[], logY: [] as number[], dx: [] as number[], dLogX: [] as number[] };
      for (let r = 0; r < rows; r++) {
        const row = Array.from(xs.slice(r * width, (r + 1) * width));
        const back = Array.from(dys.slice(r * width, (r + 1) * width));
        const top = Math.max(...row);
        const logSum = top + Math.log(row.reduce((sum, v) => sum + Math.exp(v - top), 0));
        const p = row.map((v) => Math.exp(v - logSum));
        const along = back.reduce((sum, d, i) => sum + d * (p[i] as number), 0);
        const sum = back.reduce((a, b) => a + b, 0);
        want.y.push(...p);
        want.logY.push(...row.map((v) => v - logSum));
        want.dx.push(...p.map((q, i) => q * ((back[i] as number) - along)));
        want.dLogX.push(...p.map((q, i) => (back[i] as number) - q * sum));
      }
      // Arguments of exp up to 40: 3 + 2·40 ulp by WGSL's rules and 40 half-ulps of the argument; sums of
      // `width` terms.
      const relative = (240 + width) * HALF_ULP;
      await expectWithin(y, want.y, (i) => relative * (want.y[i] as number) + SUBNORMAL);
      await expectWithin(logY, want.logY, (i) => relative + 4 * HALF_ULP * Math.abs(want.logY[i] as number));
      await expectWithin(dx, want.dx, (i) => 4 * relative * (want.y[i] as number) + SUBNORMAL);
      await expectWithin(dLogX, want.dLogX, (i) => 2 * relative * (1 + width * (want.y[i] as number)));
    });
  });

  describe('attention', () => {
    it.each([
      [1, 1, 1, 1, 1],
      [3, 5, 7, 4, 6],
      [2, 50, 50, 16, 16],
    ])('%d times %d queries, %d keys, sizes %d and %d, forward and back', async (batch, n, m, d, e) => {
      const [q, k] = [tensorOf([batch, n, d], 1, 2), tensorOf([batch, m, d], 2, 2)] as [
        tf.Tensor3D,
        tf.Tensor3D,
      ];
      const [v, dy] = [tensorOf([batch, m, e], 3), tensorOf([batch, n, e], 4)] as [tf.Tensor3D, tf.Tensor3D];
      const scale = 1 / Math.sqrt(d);
      const saved = attentionKernels.forward(q, k, v, scale);
      const back = attentionKernels.backward(dy, q, k, v, scale, saved);
      const [qs, ks, vs, dys] = (await Promise.all([q, k, v, dy].map((t) => t.data()))) as Float32Array[] as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const [y, dq] = [new Float64Array(batch * n * e), new Float64Array(batch * n * d)];
      const [dk, dv] = [new Float64Array(batch * m * d), new Float64Array(batch * m * e)];
      const at = (values: ArrayLike<number>, row: number, size: number, i: number) =>
        values[row * size + i] as number;
      const dot = (a: ArrayLike<number>, ra: number, b: ArrayLike<number>, rb: number, size: number) =>
        Array.from({ length: size }, (_, i) => at(a, ra, size, i) * at(b, rb, size, i)).reduce(
          (s, x) => s + x,
          0,
        );
      for (let row = 0; row < batch * n; row++) {
        const keys = Array.from({ length: m }, (_, j) => Math.floor(row / n) * m + j);
        const scores = keys.map((key) => scale * dot(qs, row, ks, key, d));
        const top = Math.max(...scores);
        const total = scores.reduce((sum, s) => sum + Math.exp(s - top), 0);
        const p = scores.map((s) => Math.exp(s - top) / total);
        const towards = keys.map((key) => dot(dys, row, vs, key, e));
        const mean = towards.reduce((sum, t, j) => sum + t * (p[j] as number), 0);
        keys.forEach((key, j) => {
          const g = scale * (p[j] as number) * ((towards[j] as number) - mean);
          for (let i = 0; i < e; i++) {
            (y[row * e + i] as number) += (p[j] as number) * at(vs, key, e, i);
            (dv[key * e + i] as number) += (p[j] as number) * at(dys, row, e, i);
          }
          for (let i = 0; i < d; i++) {
            (dq[row * d + i] as number) += g * at(ks, key, d, i);
            (dk[key * d + i] as number) += g * at(qs, row, d, i);
          }
        });
      }
      // Scores up to 4√d, good to 4d half-ulps of that and exp with them; weights sum to 1, values are below 1,
      // ∂y·v below e, q and k below 2.
      const ofWeights = (16 * d * Math.sqrt(d) + 64 + m) * HALF_ULP;
      const bounds = [
        ...[ofWeights * 2, scale * 4 * e * (2 * ofWeights + e * HALF_ULP)],
        ...[scale * 4 * e * n * (2 * ofWeights + (e + n) * HALF_ULP), n * (ofWeights + n * HALF_ULP)],
      ] as [number, number, number, number];
      await expectWithin(saved[0], y, () => bounds[0]);
      await expectWithin(back[0] as tf.Tensor, dq, () => bounds[1]);
      await expectWithin(back[1] as tf.Tensor, dk, () => bounds[2]);
      await expectWithin(back[2] as tf.Tensor, dv, () => bounds[3]);
    });
  });

  describe('adamW', () => {
    it.each([[1], [777], [70000]])('a step on %d numbers, with and without an average', async (size) => {
      const factors = {
        ...{ gradientScale: 0.5, beta1: 0.9, beta2: 0.999, decay: 0.98, stepSize: 0.01 },
        ...{ secondScale: 1 / (1 - 0.999 ** 3), epsilon: 1e-8, momentum: 0.996 },
      };
      const [x, g, m, a] = [1, 2, 3, 4].map((seed) => tensorOf([size], seed)) as tf.Tensor[] as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const v = tensorOf([size], 5, 0.01, 0.02);
      const [xs, gs, ms, as, vs] = (await Promise.all(
        [x, g, m, a, v].map((t) => t.data()),
      )) as Float32Array[] as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
      const next = { x: [] as number[], m: [] as number[], v: [] as number[], a: [] as number[] };
      for (let i = 0; i < size; i++) {
        const scaled = (gs[i] as number) * factors.gradientScale;
        const first = 0.9 * (ms[i] as number) + 0.1 * scaled;
        const second = 0.999 * (vs[i] as number) + 0.001 * scaled * scaled;
        const step = (0.01 * first) / (Math.sqrt(second * factors.secondScale) + 1e-8);
        next.m.push(first);
        next.v.push(second);
        next.x.push(0.98 * (xs[i] as number) - step);
        next.a.push(0.996 * (as[i] as number) + 0.004 * (next.x[i] as number));
      }
      for (const average of [null, a]) {
        const state = { parameter: x, first: m, second: v, average };
        const moved = adamWInOneLaunch(state, g, factors) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        expect(moved.length).toBe(average ? 4 : 3);
        // All terms are below 1 but the step, 0.01 m/√v < 0.02·..: 16 half-ulps of 1 bound the roundings.
        await expectWithin(moved[0], next.x, () => 16 * HALF_ULP);
        await expectWithin(moved[1], next.m, () => 4 * HALF_ULP);
        await expectWithin(moved[2], next.v, (i) => 6 * HALF_ULP * (next.v[i] as number));
        if (average) await expectWithin(moved[3], next.a, () => 16 * HALF_ULP);
      }
    });
  });

  it.each([[0], [1], [300], [40000]])('sumOfSquares of %d numbers', async (size) => {
    const x = tensorOf([size], 12);
    const want = Array.from(await x.data()).reduce((sum, v) => sum + v * v, 0);
    const sum = sumOfSquares(x);
    expect(sum.shape).toEqual([]);
    await expectWithin(sum, [want], () => (size / 256 + 16) * HALF_ULP * want);
  });
});
