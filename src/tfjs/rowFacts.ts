import * as tf from '@tensorflow/tfjs-core';
import { describe } from '../special/arrays.ts';
import type { MixturePassOptions } from './MixturePassOptions.ts';
import { requireSizes } from './requireSizes.ts';

/** What is known of each row, on the device. */
export interface RowFacts {
  /** w_i/unit, [n, 1]; undefined means 1 for each. */
  readonly weights: tf.Tensor2D | undefined;
  /** A power of two, so that no w_i/unit exceeds 1. */
  readonly unit: number;
  /** W = Σ w_i of the weights as the device has them */
  readonly total: number;
  /** The column that a row is known to belong to, or -1, [n, 1]; undefined where none is known. */
  readonly labels: tf.Tensor2D | undefined;
}

function requireLength(caller: string, name: string, values: ArrayLike<number>, n: number): void {
  if (values === null || typeof values !== 'object' || typeof values.length !== 'number') {
    throw new TypeError(`${caller}: ${name} must be an array of numbers, got ${describe(values)}`);
  }
  if (values.length !== n) {
    throw new RangeError(`${caller}: ${name} must have length ${n}, one for each row, got ${values.length}`);
  }
}

/** Σ w_i is to be finite. */
function weightsFrom(caller: string, given: ArrayLike<number>, n: number) {
  requireLength(caller, 'sampleWeights', given, n);
  const weights = requireSizes(caller, 'sampleWeights', given);
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (largest === 0) throw new RangeError(`${caller}: sampleWeights must not all be 0, got ${n} zeros`);
  const unit = 2 ** Math.max(-1022, Math.min(1023, Math.ceil(Math.log2(largest))));
  const values = Float32Array.from(weights, (weight) => weight / unit);
  const total = unit * values.reduce((sum, weight) => sum + weight, 0);
  if (!(total <= Number.MAX_VALUE)) {
    throw new RangeError(`${caller}: sampleWeights must have a finite sum, got ${total}`);
  }
  return { values, unit, total };
}

function labelsFrom(caller: string, given: ArrayLike<number>, n: number, columns: number): Float32Array {
  requireLength(caller, 'labels', given, n);
  for (let i = 0; i < n; i++) {
    if (!(Number.isInteger(given[i]) && given[i] >= -1 && given[i] < columns)) {
      throw new RangeError(
        `${caller}: labels[${i}] must be an integer from -1 to ${columns - 1}, got ${given[i]}`,
      );
    }
  }
  return Float32Array.from(given);
}

/** `sampleWeights` and `labels` checked and on the device; the caller disposes of them. */
export function rowFacts(
  caller: string,
  { sampleWeights, labels }: MixturePassOptions,
  n: number,
  columns: number,
): RowFacts {
  const { values, unit, total } =
    sampleWeights === undefined
      ? { values: undefined, unit: 1, total: n }
      : weightsFrom(caller, sampleWeights, n);
  const known = labels === undefined ? undefined : labelsFrom(caller, labels, n, columns);
  return {
    weights: values && tf.tensor2d(values, [n, 1]),
    unit,
    total,
    labels: known && tf.tensor2d(known, [n, 1]),
  };
}
