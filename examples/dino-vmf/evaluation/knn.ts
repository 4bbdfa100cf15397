import type { tf } from '../engine.ts';
import { unitRows } from './unitRows.ts';

/** Rows of features with their labels: `values` is [count, dimension]. */
export interface Features {
  readonly values: Float32Array;
  readonly dimension: number;
  readonly labels: Int32Array;
}

/** The temperature of the votes, exp(similarity / 0.07), as in Wu et al. (2018) and DINO. */
const TEMPERATURE = 0.07;

/** Similarities held at once, 64 MB of them: the test rows of a chunk times the training rows. */
const SIMILARITIES_AT_ONCE = 2 ** 24;

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
  const [accuracy] = await knnAccuracies(engine, train, test, classes, [k]);
  return accuracy as number;
}

/**
 * The same for several k from one pass over the similarities; `done` is told how many test rows are behind.
 * The products are made on the engine, a chunk of test rows at a time, and the neighbours picked on the host.
 */
export async function knnAccuracies(
  engine: typeof tf,
  train: Features,
  test: Features,
  classes: number,
  ks: readonly number[],
  done: (rows: number) => void | Promise<void> = () => {},
): Promise<number[]> {
  const trainCount = train.labels.length;
  const testCount = test.labels.length;
  const cut = ks.map((k) => Math.min(k, trainCount));
  const most = Math.max(...cut);
  const memory = engine.tidy(() =>
    engine.transpose(engine.tensor2d(unitRows(train), [trainCount, train.dimension])),
  );
  const unitTest = unitRows(test);
  const hits = ks.map(() => 0);
  const atOnce = Math.max(1, Math.min(256, Math.floor(SIMILARITIES_AT_ONCE / trainCount)));
  try {
    for (let from = 0; from < testCount; from += atOnce) {
      const rows = Math.min(atOnce, testCount - from);
      const block = unitTest.subarray(from * test.dimension, (from + rows) * test.dimension);
      const product = engine.tidy(() =>
        engine.matMul(engine.tensor2d(block, [rows, test.dimension]), memory as tf.Tensor2D),
      );
      // Read outside tidy, which would walk through a typed array number by number in search of tensors.
      const similarities = await product.data();
      product.dispose();
      for (let row = 0; row < rows; row++) {
        const similarity = similarities.subarray(row * trainCount, (row + 1) * trainCount) as Float32Array;
        const neighbours = nearest(similarity, train.labels, most);
        cut.forEach((k, i) => {
          if (vote(neighbours, k, classes) === test.labels[from + row]) hits[i] = (hits[i] as number) + 1;
        });
      }
      await done(from + rows);
    }
  } finally {
    memory.dispose();
  }
  return hits.map((count) => count / testCount);
}

/** The labels and similarities of the most similar rows, the most similar first. */
interface Neighbours {
  readonly similarity: Float32Array;
  readonly label: Int32Array;
}

/** The `k` most similar rows; of equals the earlier. */
function nearest(similarity: Float32Array, labels: Int32Array, k: number): Neighbours {
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
  return { similarity: best, label: bestLabel };
}

/** The class with the largest sum of votes among the first `k` neighbours. */
function vote({ similarity, label }: Neighbours, k: number, classes: number): number {
  const votes = new Float64Array(classes);
  for (let j = 0; j < k; j++) {
    const c = label[j] as number;
    votes[c] = (votes[c] as number) + Math.exp((similarity[j] as number) / TEMPERATURE);
  }
  return votes.indexOf(Math.max(...votes));
}
