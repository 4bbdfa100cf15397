import * as tf from '@tensorflow/tfjs-core';
import { asRows } from './asRows.ts';
import { differentiable } from './differentiable.ts';
import { kernelPack } from './KernelPack.ts';
import { product } from './matMul.ts';
import { requireShape, requireTensor } from './requireTensor.ts';
import { reshaped } from './reshaped.ts';
import { sumOfRows } from './sumOfRows.ts';

/**
 * A linear layer.
 *
 *   y = x·W + b,   ∂x = ∂y·Wᵀ,   ∂W = xᵀ·∂y,   ∂b = Σ ∂y over the rows
 *
 * As `matMul` and an addition, but the gradient of the bias does not go through a reduction over the first
 * axis, which TensorFlow.js does on wasm by a copy. First derivatives; second ones need `registerGradients()`.
 *
 * @param x [..., k]
 * @param weight [k, n]
 * @param bias [n]
 * @returns [..., n]
 * @throws TypeError for a non-tensor or a shape that does not fit
 * @example
 * linear(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]), tf.tensor1d([5])); // [[16]]
 */
export function linear<T extends tf.Tensor>(x: T, weight: tf.Tensor, bias: tf.Tensor): T {
  const input = requireTensor('linear', 'x', x);
  const factor = requireTensor('linear', 'weight', weight) as tf.Tensor2D;
  const shift = requireTensor('linear', 'bias', bias) as tf.Tensor1D;
  const width = input.shape[input.rank - 1];
  if (width === undefined) throw new TypeError('linear: x must have rank 1 or more, got a scalar');
  requireShape('linear', 'weight', factor, [width, null], `[${width}, n]`);
  const columns = factor.shape[1];
  requireShape('linear', 'bias', shift, [columns], `[${columns}]`);
  return differentiable<T>(
    [input, factor, shift],
    (save) => {
      save([input, factor]);
      const rows = asRows(input);
      const kernel = kernelPack().linear;
      const y = kernel ? kernel(rows, factor, shift) : tf.add(product(rows, factor, false, false), shift);
      return reshaped(y, [...input.shape.slice(0, -1), columns]) as tf.Tensor as T;
    },
    (dy, [savedX, savedWeight]) => {
      const slope = asRows(dy);
      return [
        reshaped(product(slope, savedWeight, false, true), savedX.shape),
        product(asRows(savedX), slope, true, false),
        sumOfRows(slope),
      ];
    },
  );
}
