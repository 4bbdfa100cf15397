import * as tf from '@tensorflow/tfjs-core';
import { singleGradient } from './singleGradient.ts';

type Slope = (dy: tf.Tensor, saved: tf.Tensor) => tf.Tensor;

/**
 * The gradient of an element-wise kernel from its input x. Outputs are computed again rather than saved: the
 * tape does not follow a saved output, and a second derivative would silently lose a term.
 */
const ofInput = (kernelName: string, slope: Slope): tf.GradConfig => ({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({ x: () => slope(singleGradient(dy), x) }),
});

/** The gradient of a kernel that is linear in x. */
const linear = (kernelName: string, slope: (dy: tf.Tensor) => tf.Tensor): tf.GradConfig => ({
  kernelName,
  gradFunc: (dy) => ({ x: () => slope(singleGradient(dy)) }),
});

const mask = (condition: tf.Tensor): tf.Tensor => tf.cast(condition, 'float32');

/** Gradients of functions of one variable, element by element. */
export const elementwiseGradients: readonly tf.GradConfig[] = [
  linear('Identity', (dy) => tf.cast(dy, 'float32')),
  linear('Cast', (dy) => tf.cast(dy, 'float32')),
  linear('Neg', (dy) => tf.neg(dy)),
  linear('Step', (dy) => tf.zerosLike(dy)),
  linear('Sign', (dy) => tf.zerosLike(dy)),
  linear('Floor', (dy) => tf.zerosLike(dy)),
  linear('ZerosLike', (dy) => tf.zerosLike(dy)),
  linear('OnesLike', (dy) => tf.zerosLike(dy)),
  ofInput('Abs', (dy, x) => tf.mul(dy, tf.sign(x))),
  ofInput('Square', (dy, x) => tf.mul(dy, tf.mul(x, 2))),
  ofInput('Log', (dy, x) => tf.div(dy, x)),
  ofInput('Log1p', (dy, x) => tf.div(dy, tf.add(x, 1))),
  ofInput('Relu', (dy, x) => tf.mul(dy, tf.step(x))),
  ofInput('Erf', (dy, x) => tf.mul(dy, tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)))),
  ofInput('Sin', (dy, x) => tf.mul(dy, tf.cos(x))),
  ofInput('Cos', (dy, x) => tf.neg(tf.mul(dy, tf.sin(x)))),
  ofInput('Exp', (dy, x) => tf.mul(dy, tf.exp(x))),
  ofInput('Expm1', (dy, x) => tf.mul(dy, tf.exp(x))),
  ofInput('Sqrt', (dy, x) => tf.div(tf.mul(dy, 0.5), tf.sqrt(x))),
  ofInput('Rsqrt', (dy, x) => tf.div(tf.mul(tf.mul(dy, -0.5), tf.rsqrt(x)), x)),
  ofInput('Reciprocal', (dy, x) => tf.neg(tf.div(dy, tf.square(x)))),
  ofInput('Tanh', (dy, x) => tf.mul(dy, tf.sub(1, tf.square(tf.tanh(x))))),
  ofInput('Sigmoid', (dy, x) => tf.mul(dy, tf.mul(tf.sigmoid(x), tf.sigmoid(tf.neg(x))))),
  {
    kernelName: 'ClipByValue',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => {
      const { clipValueMin, clipValueMax } = attrs as unknown as tf.ClipByValueAttrs;
      const inside = tf.logicalAnd(tf.greaterEqual(x, clipValueMin), tf.lessEqual(x, clipValueMax));
      return { x: () => tf.mul(singleGradient(dy), mask(inside)) };
    },
  },
];
