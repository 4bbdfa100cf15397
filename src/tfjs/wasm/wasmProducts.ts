import * as tf from '@tensorflow/tfjs-core';
import type { KernelPack } from '../KernelPack.ts';
import type { LinkedBackend } from './LinkedBackend.ts';

/** Products in float32, batched and transposed at the same speed, and attention made of them. */
export function wasmProducts(
  linked: LinkedBackend,
): Required<Pick<KernelPack, 'matMul' | 'linear' | 'attention'>> {
  const { kernels, scratch } = linked;

  /** `count` products [m, k]·[k, n], into a new tensor. */
  const products = <T extends tf.Tensor>(
    shape: number[],
    [count, m, n, k]: [number, number, number, number],
    a: tf.Tensor,
    isTransposedA: boolean,
    b: tf.Tensor,
    isTransposedB: boolean,
  ): T => {
    if (k === 0 || count * m * n === 0) return tf.zeros(shape) as T;
    const c = linked.output<T>(shape);
    const [atA, atB, atC] = [a, b, c].map((x) => linked.address(x));
    kernels.products(count, m, n, k, atA, Number(isTransposedA), atB, Number(isTransposedB), atC, scratch);
    return c;
  };

  return {
    matMul(a, b, isTransposedA, isTransposedB) {
      const leading = a.shape.slice(0, -2);
      const [m, k] = isTransposedA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
      const n = b.shape[b.rank - (isTransposedB ? 2 : 1)];
      const count = leading.reduce((size, x) => size * x, 1);
      return products([...leading, m, n], [count, m, n, k], a, isTransposedA, b, isTransposedB);
    },

    linear(x, w, b) {
      const [rows, k] = x.shape;
      const n = w.shape[1];
      const y = products<tf.Tensor2D>([rows, n], [1, rows, n, k], x, false, w, false);
      if (k === 0) return tf.add(y, b);
      kernels.addToRows(linked.address(y), linked.address(b), rows, n);
      return y;
    },

    attention: {
      forward(q, k, v, scale) {
        const [batch, n, d] = q.shape;
        const [, m, e] = v.shape;
        const weights = products<tf.Tensor3D>([batch, n, m], [batch, n, m, d], q, false, k, true);
        const at = linked.address(weights);
        kernels.softmax(at, batch * n, m, scale, at);
        return [products([batch, n, e], [batch, n, e, m], weights, false, v, false), weights];
      },

      backward(dy, q, k, v, scale, [, weights]) {
        const [batch, n, d] = q.shape;
        const [, m, e] = v.shape;
        const slopes = products<tf.Tensor3D>([batch, n, m], [batch, n, m, e], dy, false, v, true);
        const at = linked.address(slopes);
        kernels.softmaxGradient(at, linked.address(weights), batch * n, m, scale, at);
        return [
          products([batch, n, d], [batch, n, d, m], slopes, false, k, false),
          products([batch, m, d], [batch, m, d, n], slopes, true, q, false),
          products([batch, m, e], [batch, m, e, n], weights, true, dy, false),
        ];
      },
    },
  };
}
