import * as tf from '@tensorflow/tfjs-core';

/** Of the columns that a labelled row does not belong to: less than that. */
const EXCLUDED = -3e38;

/** A mixture on the device. */
export interface Components {
  /** μᵀ, [p, columns]; 0 for noise. */
  readonly directions: tf.Tensor2D;
  readonly kappas: tf.Tensor1D;
  /** h_k - h */
  readonly peaks: tf.Tensor1D;
}

/** S [columns, p], W [columns], and the two parts of Σ log f: Σ max_k l_ik and Σ log Σ_k exp(l_ik - max). */
export type ChunkSums = [sums: tf.Tensor2D, weights: tf.Tensor1D, logs: tf.Tensor1D];

/** 1 for the largest of each row. By int32: wasm fills a float32 oneHot with the bits of integers. */
function largestOf(logs: tf.Tensor2D): tf.Tensor2D {
  const labels = tf.argMax(logs, 1) as tf.Tensor1D;
  return tf.cast(tf.oneHot(labels, logs.shape[1], 1, 0, 'int32'), 'float32') as tf.Tensor as tf.Tensor2D;
}

/** Leaves of labelled rows the column of their label. */
function withLabels(logs: tf.Tensor2D, labels: tf.Tensor2D | undefined): tf.Tensor2D {
  if (labels === undefined) return logs;
  const others = tf.notEqual(labels, tf.range(0, logs.shape[1], 1, 'float32'));
  return tf.where(tf.logicalAnd(others, tf.greaterEqual(labels, 0)), EXCLUDED, logs) as tf.Tensor2D;
}

/** Rows at hand and what is known of them. */
export interface Chunk {
  readonly x: tf.Tensor2D;
  readonly weights: tf.Tensor2D | undefined;
  readonly labels: tf.Tensor2D | undefined;
}

/** One step of a pass; see passOverRows.ts for what is where, and why. */
export function chunkSums(
  { x, weights, labels }: Chunk,
  components: Components,
  kind: 'soft' | 'hard',
): ChunkSums {
  const { directions, kappas, peaks } = components;
  const versines = tf.sub(tf.matMul(x, directions), 1);
  const logs = withLabels(tf.add(tf.mul(versines, kappas), peaks), labels);
  const counted = <T extends tf.Tensor>(values: T): T => (weights ? tf.mul(values, weights) : values);
  const largest = tf.max(logs, 1, true);
  const ratios = tf.exp(tf.sub(logs, largest));
  const total = tf.sum(ratios, 1, true);
  const shares = kind === 'soft' ? (tf.div(ratios, total) as tf.Tensor2D) : largestOf(logs);
  // Non-transposed products only: see matMul.ts.
  const byComponent = tf.transpose(counted(shares));
  return [
    tf.matMul(byComponent, x),
    tf.sum(byComponent, 1) as tf.Tensor1D,
    tf.stack([tf.sum(counted(largest)), tf.sum(counted(tf.log(total)))]) as tf.Tensor1D,
  ];
}
