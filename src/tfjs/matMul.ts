import * as tf from '@tensorflow/tfjs-core';
import { asRows } from './asRows.ts';
import { differentiable } from './differentiable.ts';
import { kernelPack } from './KernelPack.ts';
import { requireTensor } from './requireTensor.ts';
import { reshaped } from './reshaped.ts';

const joined = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** Swaps the last two axes by a copy. */
function swapped(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const last = axes.length - 1;
  axes[last] = last - 1;
  axes[last - 1] = last;
  return tf.transpose(x, axes);
}

function requireProduct(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): void {
  if (a.rank < 2 || b.rank < 2) {
    throw new TypeError(
      `matMul: a and b must have rank 2 or more, got ${joined(a.shape)} and ${joined(b.shape)}`,
    );
  }
  const innerA = a.shape[a.rank - (transposeA ? 2 : 1)];
  const innerB = b.shape[b.rank - (transposeB ? 1 : 2)];
  if (innerA !== innerB) {
    throw new TypeError(
      `matMul: the inner sizes of a and b must agree, got ${innerA} and ${innerB} in ${joined(a.shape)} and ${joined(b.shape)}`,
    );
  }
  if (!hasSameBatch(a, b) && !(b.rank === 2 && !transposeA)) {
    throw new TypeError(
      `matMul: a and b must have the same leading sizes, or b rank 2 with a not transposed, got ${joined(a.shape)} and ${joined(b.shape)}`,
    );
  }
}

/**
 * The matrix product with gradients that only ever issue non-transposed products.
 *
 *   C = A·B,   ∂A = ∂C·Bᵀ,   ∂B = Aᵀ·∂C
 *
 * Transposed operands are copied by `tf.transpose` first: TensorFlow.js multiplies a transposed operand
 * 9-25 times slower on wasm, and returns wrong values for some shapes on webgpu.
 *
 * Shapes: [..., m, k] × [..., k, n] with equal leading sizes, or [..., m, k] × [k, n], one matrix for all
 * (its gradient sums over the leading axes). First derivatives; second ones need `registerGradients()`.
 *
 * @param a [..., m, k], or [..., k, m] with `transposeA`
 * @param b [..., k, n] or [k, n]; [..., n, k] or [n, k] with `transposeB`
 * @returns [..., m, n]
 * @throws TypeError for a non-tensor or sizes that do not fit
 * @example
 * matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]]), false, true); // [[11]]
 */
export function matMul<T extends tf.Tensor>(a: T, b: tf.Tensor, transposeA = false, transposeB = false): T {
  const left = requireTensor('matMul', 'a', a);
  const right = requireTensor('matMul', 'b', b);
  requireProduct(left, right, transposeA, transposeB);
  const oneMatrixForAll = left.rank > right.rank;
  return differentiable<T>(
    [left, right],
    (save) => {
      save([left, right]);
      if (!oneMatrixForAll) return product(left, right, transposeA, transposeB) as T;
      const rows = product(asRows(left), right, false, transposeB);
      return reshaped(rows, [...left.shape.slice(0, -1), rows.shape[1] as number]) as tf.Tensor as T;
    },
    (dy, [savedLeft, savedRight]) => {
      if (!oneMatrixForAll) {
        const gradients = productGradients(dy, savedLeft, savedRight, transposeA, transposeB);
        return [gradients.towardsA(), gradients.towardsB()];
      }
      const gradients = productGradients(asRows(dy), asRows(savedLeft), savedRight, false, transposeB);
      return [reshaped(gradients.towardsA(), savedLeft.shape), gradients.towardsB()];
    },
  );
}

/** The product of checked operands with equal leading sizes: the kernel of the backend's pack, or copies and `tf.matMul`. */
export function product(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  // wasm leaves the output of a sum over nothing unwritten.
  if (a.size === 0 || b.size === 0) return tf.zeros(productShape(a, b, transposeA, transposeB));
  const kernel = hasSameBatch(a, b) ? kernelPack().matMul : undefined;
  if (kernel) return kernel(a, b, transposeA, transposeB);
  return tf.matMul(transposeA ? swapped(a) : a, transposeB ? swapped(b) : b);
}

const productShape = (a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): number[] => [
  ...a.shape.slice(0, -2),
  a.shape[a.rank - (transposeA ? 1 : 2)] as number,
  b.shape[b.rank - (transposeB ? 2 : 1)] as number,
];

const hasSameBatch = (a: tf.Tensor, b: tf.Tensor): boolean =>
  a.rank === b.rank && a.shape.slice(0, -2).every((size, axis) => size === b.shape[axis]);

/** The two gradients of a product as calls, so that only those asked for are computed. */
export function productGradients(
  dy: tf.Tensor,
  a: tf.Tensor,
  b: tf.Tensor,
  transposeA: boolean,
  transposeB: boolean,
): { towardsA: () => tf.Tensor; towardsB: () => tf.Tensor } {
  return {
    towardsA: () => (transposeA ? product(b, dy, transposeB, true) : product(dy, b, false, !transposeB)),
    towardsB: () => (transposeB ? product(dy, a, true, transposeA) : product(a, dy, !transposeA, false)),
  };
}
