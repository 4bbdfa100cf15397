import type { Features } from './knn.ts';

/** The rows of the given numbers, in their order. */
export function pickedRows({ values, dimension, labels }: Features, picked: readonly number[]): Features {
  const out = new Float32Array(picked.length * dimension);
  picked.forEach((row, i) => {
    out.set(values.subarray(row * dimension, (row + 1) * dimension), i * dimension);
  });
  return { values: out, dimension, labels: Int32Array.from(picked, (row) => labels[row] as number) };
}
