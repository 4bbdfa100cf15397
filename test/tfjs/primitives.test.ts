import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { attention, gelu, l2Normalize, layerNorm, logSoftmax, matMul, softmax } from 'von-mises-fisher/tfjs';
import { expectGradients, tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

/** Element by element within so many float32 half-ulps of `scale`. */
function expectClose(got: tf.Tensor, want: readonly number[], halfUlps: number, scale = 1): void {
  const values = got.dataSync();
  expect(values.length).toBe(want.length);
  want.forEach((expected, i) => {
    const allowed = halfUlps * 2 ** -24 * Math.max(scale, Math.abs(expected));
    if (!(Math.abs(values[i] - expected) <= allowed)) {
      expect.fail(`element ${i}: got ${values[i]}, expected ${expected}, allowed ±${allowed}`);
    }
  });
}

const rowsOf = (values: readonly number[], width: number): number[][] =>
  Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));

const softmaxOf = (row: readonly number[]): number[] => {
  const top = Math.max(...row);
  const exps = row.map((x) => Math.exp(x - top));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((e) => e / sum);
};

/** erf by its power series, in double precision for |x| up to about 3. */
function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 100; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const shapesOfProducts: [string, number[], number[], boolean, boolean, number[]][] = [
  ['plain', [3, 5], [5, 4], false, false, [3, 4]],
  ['transposed a', [5, 3], [5, 4], true, false, [3, 4]],
  ['transposed b', [3, 5], [4, 5], false, true, [3, 4]],
  ['both transposed', [5, 3], [4, 5], true, true, [3, 4]],
  ['batched', [2, 3, 5], [2, 5, 4], false, false, [2, 3, 4]],
  ['batched, transposed b', [2, 3, 5], [2, 4, 5], false, true, [2, 3, 4]],
  ['batched, transposed a', [2, 5, 3], [2, 5, 4], true, false, [2, 3, 4]],
  ['two leading axes', [2, 2, 3, 5], [2, 2, 5, 4], false, false, [2, 2, 3, 4]],
  ['one matrix for all', [2, 3, 5], [5, 4], false, false, [2, 3, 4]],
  ['one transposed matrix for all', [2, 2, 3, 5], [4, 5], false, true, [2, 2, 3, 4]],
];

onEachBackend((backend) => {
  describe('matMul', () => {
    it.each(shapesOfProducts)('%s', (_name, shapeA, shapeB, transposeA, transposeB, shape) => {
      tf.tidy(() => {
        const a = tensorOf(shapeA, 1);
        const b = tensorOf(shapeB, 2);
        const product = matMul(a, b, transposeA, transposeB);
        expect(product.shape).toEqual(shape);
        const [m, n] = shape.slice(-2);
        const k = 5;
        const valuesA = a.dataSync();
        const valuesB = b.dataSync();
        const sharesB = shapeB.length < shapeA.length;
        const want = Array.from({ length: product.size }, (_, index) => {
          const batch = Math.floor(index / (m * n));
          const row = Math.floor(index / n) % m;
          const column = index % n;
          let sum = 0;
          for (let l = 0; l < k; l++) {
            const inA = transposeA ? l * m + row : row * k + l;
            const inB = transposeB ? column * k + l : l * n + column;
            sum += valuesA[batch * m * k + inA] * valuesB[(sharesB ? 0 : batch * k * n) + inB];
          }
          return sum;
        });
        expectClose(product, want, 2 * k);
        expectGradients((x, y) => matMul(x, y, transposeA, transposeB), [a, b], 2 * k);
      });
    });

    it('hands the backend no transposed product', async () => {
      const before = tf.getKernel('BatchMatMul', backend);
      const seen: unknown[] = [];
      tf.unregisterKernel('BatchMatMul', backend);
      tf.registerKernel({
        ...before,
        kernelFunc: (call) => {
          seen.push(call.attrs?.transposeA, call.attrs?.transposeB);
          return before.kernelFunc(call);
        },
      });
      try {
        tf.tidy(() => {
          for (const [, shapeA, shapeB, transposeA, transposeB] of shapesOfProducts) {
            const f = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => matMul(x, y, transposeA, transposeB);
            tf.grads(f)([tensorOf(shapeA, 1), tensorOf(shapeB, 2)]);
          }
          const heads = [1, 2, 3].map((seed) => tensorOf([2, 4, 3], seed));
          tf.grads((q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => attention(q, k, v))(heads);
        });
      } finally {
        tf.unregisterKernel('BatchMatMul', backend);
        tf.registerKernel(before);
      }
      expect(seen.length).toBe(2 * 3 * (shapesOfProducts.length + 2));
      expect(seen.every((transposed) => transposed === false)).toBe(true);
    });

    it('names sizes that do not fit', () => {
      tf.tidy(() => {
        expect(() => matMul(tf.ones([2, 3]), tf.ones([4, 2]))).toThrow(
          new TypeError('matMul: the inner sizes of a and b must agree, got 3 and 4 in [2, 3] and [4, 2]'),
        );
        expect(() => matMul(tf.ones([3]), tf.ones([3, 2]))).toThrow(/rank 2 or more/);
        expect(() => matMul(tf.ones([2, 2, 3]), tf.ones([3, 3, 2]))).toThrow(/same leading sizes/);
        expect(() => matMul(tf.ones([2, 3, 2]), tf.ones([3, 2]), true)).toThrow(/same leading sizes/);
        expect(() => matMul([[1]] as unknown as tf.Tensor, tf.ones([1, 1]))).toThrow(/a must be a tensor/);
      });
    });
  });

  describe('softmax and logSoftmax', () => {
    it('agree with double precision and with differences', () => {
      tf.tidy(() => {
        const x = tensorOf([3, 2, 4], 3, 6);
        const rows = rowsOf(Array.from(x.dataSync()), 4);
        expectClose(softmax(x), rows.flatMap(softmaxOf), 16);
        expectClose(
          logSoftmax(x),
          rows.flatMap((row) => softmaxOf(row).map(Math.log)),
          16,
          8,
        );
        expectGradients(softmax, [x], 8);
        expectGradients(logSoftmax, [x], 4);
      });
    });

    it('stay finite far apart', () => {
      tf.tidy(() => {
        const x = tf.tensor2d([[0, 1000, -1000]]);
        expect(logSoftmax(x).dataSync()).toEqual(new Float32Array([-1000, 0, -2000]));
        expect(softmax(x).dataSync()).toEqual(new Float32Array([0, 1, 0]));
      });
    });
  });

  describe('gelu', () => {
    it('agrees with double precision and with differences', () => {
      tf.tidy(() => {
        const x = tensorOf([4, 5], 4, 2.5);
        const want = Array.from(x.dataSync()).map((v) => (v * (1 + erf(v * Math.SQRT1_2))) / 2);
        // erf of the cpu backend is an approximation good to 1.5e-7.
        expectClose(gelu(x), want, 12, 2.5);
        expectGradients(gelu, [x], 12);
      });
    });

    it('has its limits', () => {
      tf.tidy(() => {
        expectClose(gelu(tf.tensor1d([0, 20, -20])), [0, 20, 0], 1);
      });
    });
  });

  describe('layerNorm', () => {
    it.each([[[6, 5]], [[2, 3, 5]], [[5]]])(
      '%j agrees with double precision and with differences',
      (shape) => {
        tf.tidy(() => {
          const x = tensorOf(shape, 5, 1, 0.25);
          const gain = tensorOf([5], 6, 1, 1);
          const bias = tensorOf([5], 7);
          const [g, c] = [gain.dataSync(), bias.dataSync()];
          const want = rowsOf(Array.from(x.dataSync()), 5).flatMap((row) => {
            const mean = row.reduce((a, b) => a + b) / 5;
            const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 5;
            return row.map((v, i) => ((v - mean) / Math.sqrt(variance + 1e-6)) * g[i] + c[i]);
          });
          expectClose(layerNorm(x, gain, bias), want, 24, 4);
          expectGradients((rows, g, b) => layerNorm(rows, g, b), [x, gain, bias], 8);
        });
      },
    );

    it('keeps a constant row finite', () => {
      tf.tidy(() => {
        const slope = tf.grad((x: tf.Tensor) => layerNorm(x, tf.ones([3]), tf.zeros([3])))(
          tf.fill([1, 3], 7),
        );
        expect(layerNorm(tf.fill([1, 3], 7), tf.ones([3]), tf.zeros([3])).dataSync()).toEqual(
          new Float32Array(3),
        );
        expect(Array.from(slope.dataSync()).every(Number.isFinite)).toBe(true);
      });
    });

    it('names what is wrong', () => {
      tf.tidy(() => {
        const x = tf.ones([2, 3]);
        expect(() => layerNorm(x, tf.ones([4]), tf.zeros([3]))).toThrow(
          new TypeError('layerNorm: gain must have shape [3], got [4]'),
        );
        expect(() => layerNorm(x, tf.ones([3]), tf.zeros([1, 3]))).toThrow(
          /bias must have shape \[3\], got \[1, 3\]/,
        );
        expect(() => layerNorm(x, tf.ones([3]), tf.zeros([3]), 0)).toThrow(RangeError);
        expect(() => layerNorm(tf.scalar(1), tf.ones([1]), tf.zeros([1]))).toThrow(/got a scalar/);
      });
    });
  });

  describe('l2Normalize', () => {
    it('agrees with double precision and with differences', () => {
      tf.tidy(() => {
        const x = tensorOf([4, 6], 8, 2);
        const want = rowsOf(Array.from(x.dataSync()), 6).flatMap((row) => {
          const norm = Math.hypot(...row);
          return row.map((v) => v / norm);
        });
        expectClose(l2Normalize(x), want, 4);
        expectGradients(l2Normalize, [x], 4);
      });
    });

    it('leaves a row of zeros at 0 with gradient 0', () => {
      tf.tidy(() => {
        const x = tf.tensor2d([
          [0, 0],
          [3, 4],
        ]);
        expectClose(l2Normalize(x), [0, 0, 0.6, 0.8], 1);
        const slope = tf.grad(l2Normalize)(
          x,
          tf.tensor2d([
            [1, 2],
            [1, 0],
          ]),
        );
        expectClose(slope, [0, 0, 0.128, -0.096], 8);
      });
    });
  });

  describe('attention', () => {
    it('agrees with double precision and with differences', () => {
      tf.tidy(() => {
        const q = tensorOf([2, 3, 4], 11, 2);
        const k = tensorOf([2, 5, 4], 12, 2);
        const v = tensorOf([2, 5, 3], 13);
        const [rowsQ, rowsK, rowsV] = [q, k, v].map((t) =>
          rowsOf(Array.from(t.dataSync()), t.shape[2] as number),
        );
        const want = rowsQ.flatMap((query, i) => {
          const batch = Math.floor(i / 3);
          const keys = rowsK.slice(batch * 5, batch * 5 + 5);
          const weights = softmaxOf(keys.map((key) => key.reduce((sum, x, d) => sum + x * query[d], 0) / 2));
          return [0, 1, 2].map((d) => weights.reduce((sum, w, j) => sum + w * rowsV[batch * 5 + j][d], 0));
        });
        expectClose(attention(q, k, v), want, 32);
        expectGradients(attention, [q, k, v], 16);
      });
    });

    it('names sizes that do not fit', () => {
      tf.tidy(() => {
        const x = tf.ones([2, 3, 4]);
        expect(() => attention(x, tf.ones([3, 4]), x)).toThrow(/same rank/);
        expect(() => attention(x, tf.ones([2, 3, 5]), x)).toThrow(TypeError);
      });
    });
  });

  it.each([
    ['softmax', softmax],
    ['logSoftmax', logSoftmax],
    ['l2Normalize', l2Normalize],
    ['layerNorm', (x: tf.Tensor) => layerNorm(x, tf.ones([3]), tf.zeros([3]))],
    ['attention', (x: tf.Tensor) => attention(x, tf.ones([2, 3]), tf.ones([2, 3]))],
  ])('%s refuses a second derivative', (name, f) => {
    tf.tidy(() => {
      const first = (x: tf.Tensor): tf.Tensor => tf.grad(f)(x);
      expect(() => tf.grad(first)(tensorOf([2, 3], 1))).toThrow(
        `${name}: only the first derivative is available`,
      );
    });
  });
});
