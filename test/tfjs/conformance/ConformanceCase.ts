import * as tf from '@tensorflow/tfjs-core';
import { seededRandom } from 'von-mises-fisher';
import type { Bounded } from './Bounded.ts';

/** Float32 numbers of a shape. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** One computation that every engine has to get right. */
export interface ConformanceCase {
  readonly name: string;
  readonly inputs: readonly Numbers[];
  /** On the current engine; inside a scope that disposes of what is not returned. */
  run(inputs: tf.Tensor[]): tf.Tensor[];
  /** The same numbers in double precision, with what float32 may differ by. */
  expected(inputs: readonly Numbers[]): Bounded[];
}

/** Uniform in [shift - scale, shift + scale), the same numbers for a seed. */
export function numbers(shape: readonly number[], seed: number, scale = 1, shift = 0): Numbers {
  const random = seededRandom(seed);
  const values = new Float32Array(tf.util.sizeFromShape([...shape]));
  return { shape, values: values.map(() => shift + scale * (2 * random() - 1)) };
}

/** The value of f and its gradient by each input, contracted with the last of the inputs, dy. */
export const valueAndGradients =
  (f: (...inputs: tf.Tensor[]) => tf.Tensor) =>
  (inputs: tf.Tensor[]): tf.Tensor[] => {
    const [of, dy] = [inputs.slice(0, -1), inputs.at(-1) as tf.Tensor];
    return [f(...of), ...tf.grads(f)(of, dy)];
  };
