import * as tf from '@tensorflow/tfjs-core';
import { arithmeticGradients } from './gradients/arithmetic.ts';
import { elementwiseGradients } from './gradients/elementwise.ts';
import { productGradientConfigs } from './gradients/products.ts';
import { reductionGradients } from './gradients/reductions.ts';
import { shapeGradients } from './gradients/shapes.ts';

/**
 * Registers the gradients of common kernels where the engine has none.
 *
 * `@tensorflow/tfjs-core` on its own, as Node loads it, knows no gradients; the union package
 * `@tensorflow/tfjs` brings its own, and then this does nothing. Covered: Add, AddN, Sub, Multiply, RealDiv,
 * Pow, Maximum, Minimum, SquaredDifference, Select; Identity, Cast, Neg, Abs, Square, Sqrt, Rsqrt,
 * Reciprocal, Exp, Expm1, Log, Log1p, Tanh, Sigmoid, Erf, Relu, Sin, Cos, ClipByValue, Step, Sign, Floor,
 * ZerosLike, OnesLike; Sum, Mean, Max, Min, Softmax; Reshape, ExpandDims, Transpose, Concat, SplitV, Pack,
 * Unpack, Slice, PadV2, Tile (also `tf.broadcastTo`), GatherV2; BatchMatMul.
 *
 * The functions of this module bring their own first derivatives; call this for everything else on the
 * tape, and for second derivatives. Calling it again is harmless.
 *
 * @returns the names of the kernels whose gradient was registered by this call
 * @example
 * registerGradients();
 * tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2])); // [2, 4]
 */
export function registerGradients(): string[] {
  const missing = [
    ...elementwiseGradients,
    ...arithmeticGradients,
    ...reductionGradients,
    ...shapeGradients,
    ...productGradientConfigs,
  ].filter(({ kernelName }) => tf.getGradient(kernelName) == null);
  for (const config of missing) tf.registerGradient(config);
  return missing.map(({ kernelName }) => kernelName);
}
