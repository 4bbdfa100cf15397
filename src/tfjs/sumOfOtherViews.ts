import * as tf from '@tensorflow/tfjs-core';
import type { ViewCounts } from './KernelPack.ts';

/** For each of the student's views the sum of the teacher's probabilities over the views other than it. */
export function sumOfOtherViews(
  teacher: tf.Tensor2D,
  { globalViews, views, batch }: ViewCounts,
): tf.Tensor2D {
  const prototypes = teacher.shape[1];
  const seen = tf.split<tf.Tensor2D>(teacher, globalViews, 0);
  const sumOf = (parts: tf.Tensor2D[]): tf.Tensor2D => parts.reduce((sum, part) => tf.add(sum, part));
  const targets = seen.map((_, own) => {
    const others = seen.filter((_, view) => view !== own);
    return others.length > 0 ? sumOf(others) : (tf.zeros([batch, prototypes]) as tf.Tensor2D);
  });
  if (views === globalViews) return tf.concat(targets, 0);
  const all = sumOf(seen);
  const locals = Array.from({ length: views - globalViews }, () => all);
  return tf.concat([...targets, ...locals], 0);
}
