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

/**
 * The same for a gradient that uses saved intermediates: right for first derivatives, while a second one
 * would silently lose terms, so it is refused.
 */
export function differentiableOnce<T extends tf.Tensor>(
  caller: string,
  inputs: tf.Tensor[],
  evaluate: (save: Save) => T,
  gradient: (dy: T, saved: tf.Tensor[]) => tf.Tensor[],
): T {
  return differentiable(inputs, evaluate, (dy, saved) => {
    const gradients = gradient(dy, saved);
    const isDifferentiatedAgain = tf.engine().isTapeOn();
    return isDifferentiatedAgain ? gradients.map((value) => final(caller, value, inputs)) : gradients;
  });
}

/** The value, as an op of the inputs that cannot be differentiated. */
const final = (caller: string, value: tf.Tensor, inputs: tf.Tensor[]): tf.Tensor =>
  differentiable(
    [value, ...inputs],
    () => tf.clone(value),
    () => {
      throw new Error(`${caller}: only the first derivative is available`);
    },
  );
