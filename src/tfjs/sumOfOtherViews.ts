import * as tf from '@tensorflow/tfjs-core';
import type { ViewCounts } from './KernelPack.ts';

/** For each of the student's views, from `firstView` on, the sum of the teacher's probabilities over the views other than it. */
export function sumOfOtherViews(
  teacher: tf.Tensor2D,
  { globalViews, views, batch }: ViewCounts,
  firstView = 0,
): tf.Tensor2D {
  const prototypes = teacher.shape[1];
  const seen = tf.split<tf.Tensor2D>(teacher, globalViews, 0);
  const sumOf = (parts: tf.Tensor2D[]): tf.Tensor2D => parts.reduce((sum, part) => tf.add(sum, part));
  const targets = seen.slice(firstView, firstView + views).map((_, nth) => {
    const others = seen.filter((_, view) => view !== firstView + nth);
    return others.length > 0 ? sumOf(others) : (tf.zeros([batch, prototypes]) as tf.Tensor2D);
  });
  if (views === targets.length) return tf.concat(targets, 0);
  const all = sumOf(seen);
  const locals = Array.from({ length: views - targets.length }, () => all);
  return tf.concat([...targets, ...locals], 0);
}
