import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** Deterministic values, multiples of 2^-10 in [-1, 1): exact in float32, also after a step of 2^-5. */
export function pattern(size: number, seed: number): number[] {
  let state = seed * 2654435761 + 12345;
  return Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * 2048) / 1024 - 1;
  });
}

export const tensorOf = (shape: number[], seed: number, scale = 1, shift = 0): tf.Tensor =>
  tf.tensor(
    pattern(tf.util.sizeFromShape(shape), seed).map((x) => x * scale + shift),
    shape,
    'float32',
  );

const STEP = 2 ** -5;
/** f'(x) = Σ w_i (f(x+ih) - f(x-ih))/h + O(h⁶ f⁽⁷⁾/140) */
const STENCIL = [45 / 60, -9 / 60, 1 / 60];

/**
 * Compares the gradients of f on the tape with central differences of f, element by element.
 *
 * The output is weighted by fixed numbers and summed in double precision; each output carries a rounding of
 * some ulp of float32 (`outputUlps`), which the differences divide by the step: the tolerance is
 * 2 · outputUlps · 2^-24 · Σ|w f|/h, and 2^-18 of the gradient's largest entry for its own rounding and the
 * truncation of the differences.
 */
export function expectGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  outputUlps = 2,
): void {
  tf.tidy(() => {
    const output = f(...inputs);
    const weights = pattern(output.size, 77);
    const dy = tf.tensor(weights, output.shape, 'float32');
    const gradients = tf.grads(f)(inputs, dy);
    const weighted = (xs: tf.Tensor[]): number =>
      Array.from(f(...xs).dataSync()).reduce((sum, value, i) => sum + value * weights[i], 0);
    const magnitude = Array.from(output.dataSync()).reduce(
      (sum, value, i) => sum + Math.abs(value * weights[i]),
      0,
    );
    inputs.forEach((input, which) => {
      const got = Array.from(gradients[which].dataSync());
      expect(gradients[which].shape).toEqual(input.shape);
      const peak = Math.max(...got.map(Math.abs));
      const tolerance = (2 * outputUlps * 2 ** -24 * magnitude) / STEP + 2 ** -18 * Math.max(peak, 2 ** -6);
      const values = Array.from(input.dataSync());
      values.forEach((value, element) => {
        const at = (x: number): number =>
          tf.tidy(() => {
            const moved = tf.tensor(values.with(element, x), input.shape, 'float32');
            return weighted(inputs.with(which, moved));
          });
        const difference = STENCIL.reduce(
          (sum, weight, i) =>
            sum + (weight * (at(value + (i + 1) * STEP) - at(value - (i + 1) * STEP))) / STEP,
          0,
        );
        const error = Math.abs(got[element] - difference);
        if (!(error <= tolerance)) {
          expect.fail(
            `gradient of input ${which}, element ${element}: got ${got[element]}, differences give ${difference}, tolerance ${tolerance}`,
          );
        }
      });
    });
  });
}
