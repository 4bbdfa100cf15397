import { linear } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import { normal } from '../model/parameters.ts';
import type { Random } from '../random.ts';
import type { Features } from './knn.ts';

const MOMENTUM = 0.9;
const ROWS_AT_ONCE = 1024;

/**
 * A linear classifier trained by SGD with momentum 0.9 and no weight decay on cross-entropy:
 *
 *   v ← 0.9 v + ∇,   w ← w - rate · v     (PyTorch's SGD)
 *
 * Weights begin normal with deviation 0.01, biases at 0. The gradient needs no tape: Xᵀ(softmax(XW + b) - Y)/rows.
 */
export class LinearProbe {
  readonly classes: number;
  #weights: tf.Tensor2D;
  #bias: tf.Tensor1D;
  #weightVelocity: tf.Tensor2D;
  #biasVelocity: tf.Tensor1D;

  constructor(dimension: number, classes: number, random: Random) {
    this.classes = classes;
    this.#weights = normal(random, [dimension, classes], 0.01) as tf.Tensor2D;
    this.#bias = tf.zeros([classes]);
    this.#weightVelocity = tf.zeros([dimension, classes]);
    this.#biasVelocity = tf.zeros([classes]);
  }

  /** One step on rows [rows, dimension] whose classes are one-hot in [rows, classes]. */
  step(rows: tf.Tensor2D, oneHot: tf.Tensor2D, rate: number): void {
    const before = [this.#weights, this.#bias, this.#weightVelocity, this.#biasVelocity];
    const after = tf.tidy(() => {
      const errors = tf.div(tf.sub(tf.softmax(this.logits(rows)), oneHot), rows.shape[0]) as tf.Tensor2D;
      const v = tf.add(tf.mul(this.#weightVelocity, MOMENTUM), tf.matMul(rows, errors, true));
      const u = tf.add(tf.mul(this.#biasVelocity, MOMENTUM), tf.sum(errors, 0));
      return [tf.sub(this.#weights, tf.mul(v, rate)), tf.sub(this.#bias, tf.mul(u, rate)), v, u];
    });
    tf.dispose(before);
    [this.#weights, this.#bias, this.#weightVelocity, this.#biasVelocity] = after as [
      ...[tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D],
    ];
  }

  logits(rows: tf.Tensor2D): tf.Tensor2D {
    return linear(rows, this.#weights, this.#bias) as tf.Tensor2D;
  }

  /** The class of the largest logit of each row. */
  async predicted({ values, dimension, labels }: Features): Promise<Int32Array> {
    const out = new Int32Array(labels.length);
    for (let from = 0; from < labels.length; from += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, labels.length - from);
      const block = values.subarray(from * dimension, (from + rows) * dimension);
      const classes = tf.tidy(() => tf.argMax(this.logits(tf.tensor2d(block, [rows, dimension])), 1));
      out.set(await classes.data(), from);
      classes.dispose();
    }
    return out;
  }

  dispose(): void {
    tf.dispose([this.#weights, this.#bias, this.#weightVelocity, this.#biasVelocity]);
  }
}
