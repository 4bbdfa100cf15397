import { tf } from '../engine.ts';

/** The logits of a block of rows are at most so many numbers: 16 MB. */
const LOGITS_AT_ONCE = 2 ** 22;

/** Calls `work` for blocks of rows of length p, as many at a time as have not too many logits of `count` prototypes. */
export async function eachBlock(
  rows: Float32Array,
  p: number,
  count: number,
  work: (block: tf.Tensor2D, from: number) => Promise<void>,
  onProgress: (share: number) => void = () => {},
): Promise<void> {
  const n = rows.length / p;
  const atOnce = Math.max(1, Math.floor(LOGITS_AT_ONCE / count));
  for (let from = 0; from < n; from += atOnce) {
    const to = Math.min(n, from + atOnce);
    const block = tf.tensor2d(rows.subarray(from * p, to * p), [to - from, p]);
    await work(block, from);
    block.dispose();
    onProgress(to / n);
  }
}
