import * as tf from '@tensorflow/tfjs-core';
import { singleGradient } from './singleGradient.ts';

/** Sums a gradient over the axes along which an operand of this shape was broadcast. */
export function summedTo(gradient: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const offset = gradient.rank - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < offset || (shape[axis - offset] === 1 && size > 1) ? [axis] : [],
  );
  const summed = axes.length > 0 ? tf.sum(gradient, axes) : gradient;
  return tf.reshape(summed, [...shape]);
}

type Slope = (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** The gradient of a kernel of two operands with broadcasting, from its partial derivatives times dy. */
const binary = (kernelName: string, towardsA: Slope, towardsB: Slope): tf.GradConfig => ({
  kernelName,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, [a, b]) => ({
    a: () => summedTo(towardsA(singleGradient(dy), a, b), a.shape),
    b: () => summedTo(towardsB(singleGradient(dy), a, b), b.shape),
  }),
});

/** dy where the condition holds, 0 elsewhere. */
const where = (condition: tf.Tensor, dy: tf.Tensor): tf.Tensor => tf.mul(dy, tf.cast(condition, 'float32'));

/** a^b log a, 0 for a <= 0 where a power has no slope in its exponent. */
function powerSlope(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const positive = tf.greater(a, 0);
  const base = tf.where(positive, a, tf.onesLike(a));
  return tf.mul(tf.pow(base, b), tf.log(base));
}

/** Gradients of functions of two operands, element by element with broadcasting. */
export const arithmeticGradients: readonly tf.GradConfig[] = [
  binary(
    'Add',
    (dy) => dy,
    (dy) => dy,
  ),
  binary(
    'Sub',
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  binary(
    'Multiply',
    (dy, _a, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  binary(
    'RealDiv',
    (dy, _a, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, tf.div(a, b)), b)),
  ),
  binary(
    'Pow',
    (dy, a, b) => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))),
    (dy, a, b) => tf.mul(dy, powerSlope(a, b)),
  ),
  binary(
    'Maximum',
    (dy, a, b) => where(tf.greaterEqual(a, b), dy),
    (dy, a, b) => where(tf.less(a, b), dy),
  ),
  binary(
    'Minimum',
    (dy, a, b) => where(tf.lessEqual(a, b), dy),
    (dy, a, b) => where(tf.greater(a, b), dy),
  ),
  binary(
    'SquaredDifference',
    (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(a, b), 2)),
    (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(b, a), 2)),
  ),
  {
    kernelName: 'AddN',
    saveAllInputs: true,
    gradFunc: (dy, saved) =>
      Object.fromEntries(saved.map((_, index) => [index, () => tf.clone(singleGradient(dy))])),
  },
  {
    kernelName: 'Select',
    inputsToSave: ['condition'],
    gradFunc: (dy, [condition]) => ({
      condition: () => tf.cast(tf.zerosLike(condition), 'float32'),
      t: () => where(condition, singleGradient(dy)),
      e: () => where(tf.logicalNot(condition), singleGradient(dy)),
    }),
  },
];
