import type { tf } from '../engine.ts';

/** Rows of features with their labels: `values` is [count, dimension]. */
export interface Features {
  readonly values: Float32Array;
  readonly dimension: number;
  readonly labels: Int32Array;
}

/** The temperature of the votes, exp(similarity / 0.07), as in Wu et al. (2018) and DINO. */
const TEMPERATURE = 0.07;

/**
 * Share of test rows whose class weighted kNN finds: the k training rows of largest cosine similarity vote
 * for their class with weight exp(similarity / 0.07); k is cut to the number of training rows. Equal
 * votes go to the lower class number. Rows of zero length have similarity 0 to all.
 */
export async function knnAccuracy(
  engine: typeof tf,
  train: Features,
  test: Features,
  classes: number,
  k = 20,
): Promise<number> {
  const trainCount = train.labels.length;
  const testCount = test.labels.length;
  const neighbours = Math.min(k, trainCount);
  const memory = engine.tidy(() =>
    engine.transpose(engine.tensor2d(unitRows(train), [trainCount, train.dimension])),
  );
  const unitTest = unitRows(test);
  let hits = 0;
  for (let from = 0; from < testCount; from += 256) {
    const rows = Math.min(256, testCount - from);
    const block = unitTest.subarray(from * test.dimension, (from + rows) * test.dimension);
    const product = engine.tidy(() =>
      engine.matMul(engine.tensor2d(block, [rows, test.dimension]), memory as tf.Tensor2D),
    );
    // Read outside tidy, which would walk through a typed array number by number in search of tensors.
    const similarities = await product.data();
    product.dispose();
    for (let row = 0; row < rows; row++) {
      const similarity = similarities.subarray(row * trainCount, (row + 1) * trainCount) as Float32Array;
      if (vote(similarity, train.labels, neighbours, classes) === test.labels[from + row]) hits++;
    }
  }
  memory.dispose();
  return hits / testCount;
}

/** The class with the largest sum of votes among the `k` most similar rows. */
function vote(similarity: Float32Array, labels: Int32Array, k: number, classes: number): number {
  const best = new Float32Array(k).fill(Number.NEGATIVE_INFINITY);
  const bestLabel = new Int32Array(k);
  for (let i = 0; i < similarity.length; i++) {
    const s = similarity[i] as number;
    if (s <= (best[k - 1] as number)) continue;
    let at = k - 1;
    for (; at > 0 && (best[at - 1] as number) < s; at--) {
      best[at] = best[at - 1] as number;
      bestLabel[at] = bestLabel[at - 1] as number;
    }
    best[at] = s;
    bestLabel[at] = labels[i] as number;
  }
  const votes = new Float64Array(classes);
  for (let j = 0; j < k; j++) {
    const label = bestLabel[j] as number;
    votes[label] = (votes[label] as number) + Math.exp((best[j] as number) / TEMPERATURE);
  }
  return votes.indexOf(Math.max(...votes));
}

function unitRows({ values, dimension }: Features): Float32Array {
  const out = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += dimension) {
    let squares = 0;
    for (let i = from; i < from + dimension; i++) squares += (values[i] as number) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = from; i < from + dimension; i++) out[i] = (values[i] as number) * scale;
  }
  return out;
}
