import { type PrototypeLogitsOptions, prototypeLogits, softmax } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import { eachBlock } from './eachBlock.ts';
import type { Prototypes } from './Prototypes.ts';

/** Which prototype each image goes to. */
export interface Assignment {
  /** The prototype of the largest logit, for each image. */
  readonly winners: Int32Array;
  /** How many images each prototype wins. */
  readonly wins: Int32Array;
  /** Share of the images that the busiest prototype wins. */
  readonly largestShare: number;
  /** The mean over the images of the softmax of the logits, for each prototype; no centre takes part. */
  readonly responsibility: Float64Array;
}

/**
 * Assigns directions [n, p] to prototypes by the logits of the run (Eqs. 6 and 7 of the paper without the centre), blocks
 * of rows at a time.
 */
export async function assignPrototypes(
  directions: Float32Array,
  { w, p, tau }: Prototypes,
  options: PrototypeLogitsOptions,
  onProgress?: (share: number) => void,
): Promise<Assignment> {
  const count = w.length / p;
  const winners = new Int32Array(directions.length / p);
  const responsibility = new Float64Array(count);
  const prototypes = tf.tensor2d(w, [count, p]);
  const forBlock = async (block: tf.Tensor2D, from: number) => {
    const [best, sums] = tf.tidy(() => {
      const logits = prototypeLogits(block, prototypes, tau, options);
      return [tf.argMax(logits, 1), tf.sum(softmax(logits), 0)];
    }) as [tf.Tensor, tf.Tensor];
    winners.set((await best.data()) as Int32Array, from);
    (await sums.data()).forEach((sum, k) => {
      responsibility[k] = (responsibility[k] as number) + sum;
    });
    tf.dispose([best, sums]);
  };
  await eachBlock(directions, p, count, forBlock, onProgress);
  prototypes.dispose();
  const wins = new Int32Array(count);
  for (const k of winners) wins[k] = (wins[k] as number) + 1;
  const most = wins.reduce((a, b) => Math.max(a, b), 0);
  const largestShare = most / winners.length;
  return { winners, wins, largestShare, responsibility: responsibility.map((sum) => sum / winners.length) };
}
