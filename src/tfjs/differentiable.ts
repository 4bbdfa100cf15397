import * as tf from '@tensorflow/tfjs-core';

type Save = (tensors: tf.Tensor[]) => void;

/**
 * An op with a gradient of our own: `evaluate` runs off the tape, `gradient` returns one tensor per input.
 *
 * Saved inputs stay on the tape, so a gradient made of differentiable ops of them can be differentiated
 * again; a saved intermediate is a constant to a second derivative.
 */
export function differentiable<T extends tf.Tensor>(
  inputs: tf.Tensor[],
  evaluate: (save: Save) => T,
  gradient: (dy: T, saved: tf.Tensor[]) => tf.Tensor[],
): T {
  return tf.customGrad<T>((...args) => ({
    value: evaluate(args[args.length - 1] as Save),
    gradFunc: (dy, saved) => gradient(dy, saved),
  }))(...inputs);
}
