import { l2Normalize, matMul } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';

/** Prototypes told apart by their directions. */
export interface UniquePrototypes {
  /** How many sets there are: prototypes that point the same way count once. */
  readonly unique: number;
  /** Members of the largest set. */
  readonly largest: number;
}

/**
 * Greedy, in the order of the rows: a prototype joins the first leader whose cosine with it is above the
 * threshold, or else leads a set of its own. A block of rows at a time is compared with the leaders so far, so
 * that K × K cosines are never held at once.
 *
 * @param prototypes [K, p]
 */
export async function uniquePrototypes(
  prototypes: tf.Tensor2D,
  threshold: number,
  blockRows = 256,
): Promise<UniquePrototypes> {
  const [count, p] = prototypes.shape;
  const members: number[] = [];
  const unit = tf.tidy(() => l2Normalize(prototypes));
  let leaders: tf.Tensor2D | null = null;
  for (let from = 0; from < count; from += blockRows) {
    const rows = Math.min(blockRows, count - from);
    const block = tf.slice(unit, [from, 0], [rows, p]);
    const before = members.length;
    const led: Float32Array | null = leaders && (await firstLeaders(block, leaders, threshold));
    const alike = await cosines(block, block);
    const newcomers: number[] = [];
    for (let i = 0; i < rows; i++) {
      let leader = led ? (led[i] as number) : before;
      if (leader === before) {
        const earlier = newcomers.findIndex((j) => (alike[i * rows + j] as number) > threshold);
        leader = earlier < 0 ? before + newcomers.push(i) - 1 : before + earlier;
      }
      members[leader] = (members[leader] ?? 0) + 1;
    }
    if (newcomers.length > 0) {
      const added = tf.tidy(() => tf.gather(block, tf.tensor1d(newcomers, 'int32')));
      const joined: tf.Tensor2D = leaders ? tf.concat([leaders, added]) : tf.clone(added);
      tf.dispose([added, leaders ?? []]);
      leaders = joined;
    }
    block.dispose();
  }
  tf.dispose([unit, leaders ?? []]);
  return { unique: members.length, largest: members.reduce((a, b) => Math.max(a, b), 0) };
}

/** The index of the first leader above the threshold for each row, the number of leaders for none. */
async function firstLeaders(
  rows: tf.Tensor2D,
  leaders: tf.Tensor2D,
  threshold: number,
): Promise<Float32Array> {
  const count = leaders.shape[0];
  const first = tf.tidy(() => {
    const above = tf.greater(matMul(rows, leaders, false, true), threshold);
    return tf.min(tf.where(above, tf.range(0, count) as tf.Tensor, tf.scalar(count)), 1);
  });
  const values = (await first.data()) as Float32Array;
  first.dispose();
  return values;
}

async function cosines(a: tf.Tensor2D, b: tf.Tensor2D): Promise<Float32Array> {
  const product = tf.tidy(() => matMul(a, b, false, true));
  const values = (await product.data()) as Float32Array;
  product.dispose();
  return values;
}
