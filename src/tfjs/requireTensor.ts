import * as tf from '@tensorflow/tfjs-core';

const described = (value: unknown): string => (value === null ? 'null' : typeof value);

/** The tensor itself; TypeError for anything that is not a float32 tensor. */
export function requireTensor<T extends tf.Tensor>(caller: string, argument: string, value: T): T {
  if (!(value instanceof tf.Tensor)) {
    throw new TypeError(`${caller}: ${argument} must be a tensor, got ${described(value)}`);
  }
  if (value.dtype !== 'float32') {
    throw new TypeError(`${caller}: ${argument} must be a float32 tensor, got ${value.dtype}`);
  }
  return value;
}

/** Checks a shape given as sizes, a name standing for a free size: `[null, 4]` with label `[B, 4]`. */
export function requireShape(
  caller: string,
  argument: string,
  tensor: tf.Tensor,
  shape: readonly (number | null)[],
  label: string,
): void {
  const fits =
    tensor.rank === shape.length && shape.every((size, axis) => size === null || size === tensor.shape[axis]);
  if (!fits) {
    throw new TypeError(`${caller}: ${argument} must have shape ${label}, got [${tensor.shape.join(', ')}]`);
  }
}

/** A finite number above zero, or a RangeError. */
export function requirePositive(caller: string, argument: string, value: number): void {
  if (typeof value !== 'number') {
    throw new TypeError(`${caller}: ${argument} must be a number, got ${described(value)}`);
  }
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${caller}: ${argument} must be a finite number above 0, got ${value}`);
  }
}
