import { PURPOSE, Random } from '../random.ts';

/** The batches of one pass over `count` images in random order; the last one may be smaller. */
export function shuffledBatches(count: number, batchSize: number, seed: number, pass: number): Int32Array[] {
  const order = Random.keyed(seed, PURPOSE.evaluationOrder, pass).permutation(count);
  return Array.from({ length: Math.ceil(count / batchSize) }, (_, i) =>
    order.subarray(i * batchSize, (i + 1) * batchSize),
  );
}
