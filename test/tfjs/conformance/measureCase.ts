import * as tf from '@tensorflow/tfjs-core';
import { registerGradients } from 'von-mises-fisher/tfjs';
import type { ConformanceCase, Numbers } from './ConformanceCase.ts';

export interface Conformance {
  /** The largest |got - expected|, and the largest as a share of what its number may differ by. */
  readonly error: number;
  readonly share: number;
  /** What is wrong, null where nothing is. */
  readonly fault: string | null;
}

/**
 * The bounds are those of one order of operations and to first order; an engine may take another order of the
 * same ones.
 */
const ORDERS = 2;

/** Runs a case on the current engine and compares it with double precision. */
export async function measureCase({ inputs, run, expected }: ConformanceCase): Promise<Conformance> {
  registerGradients();
  const wanted = expected(inputs);
  const tensors = inputs.map(({ shape, values }: Numbers) => tf.tensor(values, [...shape]));
  poison([...inputs.map(({ values }) => values.length), ...wanted.map(({ values }) => values.length)]);
  const before = tf.memory().numTensors;
  const results = tf.tidy(() => run(tensors).map((x) => tf.clone(x)));
  const kept = tf.memory().numTensors - before;
  const got = await Promise.all(results.map((x) => x.data()));
  tf.dispose([results, tensors]);

  let [error, share, fault] = [0, 0, null as string | null];
  if (kept !== results.length) fault = `${kept - results.length} tensors left behind`;
  wanted.forEach(({ values, errors }, output) => {
    const numbers = got[output] as Float32Array;
    if (numbers.length !== values.length) {
      fault ??= `output ${output}: ${numbers.length} numbers for ${values.length}`;
    }
    for (let i = 0; i < values.length; i++) {
      const distance = Math.abs((numbers[i] as number) - (values[i] as number));
      const allowed = ORDERS * (errors[i] as number);
      if (distance <= allowed) {
        error = Math.max(error, distance);
        if (distance > 0) share = Math.max(share, distance / allowed);
      } else {
        [error, share] = [Math.max(error, distance || Number.NaN), Number.POSITIVE_INFINITY];
        fault ??= `output ${output}, number ${i}: got ${numbers[i]} for ${values[i]}, may differ by ${allowed}`;
      }
    }
  });
  return { error, share, fault };
}

/** Leaves NaN in memory of the sizes that are handed out next: what a kernel does not write is seen. */
function poison(sizes: readonly number[]): void {
  const tensors = sizes.flatMap((size) => [0, 1, 2].map(() => tf.fill([size], Number.NaN)));
  tf.dispose(tensors.flatMap((x) => [tf.clone(x), x]));
}
