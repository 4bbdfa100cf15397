import { adamW, linear, logSoftmax } from 'von-mises-fisher/tfjs';
import { tf } from '../../engine.ts';
import { normal, type Parameters } from '../../model/parameters.ts';
import { type VitShape, vitFeatures } from '../../model/vit.ts';
import type { Random } from '../../random.ts';

export interface StepSize {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Factor on the learning rate for each layer below the classifier. */
  readonly layerDecay: number;
}

interface Trained {
  readonly value: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

const BACKBONE = /^(patch\.|cls$|positions$|block\d+\.|norm\.)/;

/**
 * A backbone with a linear classifier on its normed [CLS], all trained together by AdamW on cross-entropy. Only
 * matrices are decayed: no biases, gains, positions or [CLS]. The classifier begins normal with deviation 0.01.
 */
export class FineTuner {
  readonly #vit: VitShape;
  readonly #trained: Map<string, Trained>;
  #steps = 0;

  /** Starts from copies of the backbone's weights; the projection head, if there is one, is left out. */
  constructor(parameters: Parameters, vit: VitShape, classes: number, random: Random) {
    this.#vit = vit;
    const backbone = Object.entries(parameters).filter(([name]) => BACKBONE.test(name));
    const start: [string, tf.Tensor][] = [
      ...backbone.map(([name, tensor]): [string, tf.Tensor] => [name, tf.clone(tensor)]),
      ['classifier.weight', normal(random, [vit.width, classes], 0.01)],
      ['classifier.bias', tf.zeros([classes])],
    ];
    this.#trained = new Map(
      start.map(([name, value]) => [
        name,
        { value, first: tf.zeros(value.shape), second: tf.zeros(value.shape) },
      ]),
    );
  }

  /** One step on images and their targets [batch, classes], rows that sum to 1. Returns the loss before it. */
  async step(images: tf.Tensor4D, targets: tf.Tensor2D, size: StepSize): Promise<number> {
    const names = [...this.#trained.keys()];
    const lossOf = (...tensors: tf.Tensor[]) => {
      const named = Object.fromEntries(names.map((name, i) => [name, tensors[i] as tf.Tensor]));
      const logProbabilities = logSoftmax(this.#logits(named, images));
      return tf.neg(tf.mean(tf.sum(tf.mul(targets, logProbabilities), 1))) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(lossOf)([...this.#trained.values()].map((t) => t.value));
    const [loss] = (await value.data()) as unknown as [number];
    value.dispose();
    this.#steps++;
    names.forEach((name, i) => {
      const { value: parameter, first, second } = this.#trained.get(name) as Trained;
      const moved = adamW({ parameter, first, second }, grads[i] as tf.Tensor, {
        step: this.#steps,
        learningRate: size.learningRate * size.layerDecay ** (this.#vit.depth + 1 - layerOf(name, this.#vit)),
        weightDecay: name.endsWith('.weight') ? size.weightDecay : 0,
      });
      tf.dispose([parameter, first, second]);
      this.#trained.set(name, { value: moved.parameter, first: moved.first, second: moved.second });
    });
    tf.dispose(grads);
    return loss;
  }

  /** The class of the largest logit of each image. */
  async predicted(images: tf.Tensor4D): Promise<Int32Array> {
    const classes = tf.tidy(() => {
      const named = Object.fromEntries([...this.#trained].map(([name, { value }]) => [name, value]));
      return tf.argMax(this.#logits(named, images), 1);
    });
    const found = Int32Array.from(await classes.data());
    classes.dispose();
    return found;
  }

  #logits(parameters: Parameters, images: tf.Tensor4D): tf.Tensor2D {
    const { 'classifier.weight': weight, 'classifier.bias': bias } = parameters;
    const features = vitFeatures(parameters, this.#vit, images);
    return linear(features, weight as tf.Tensor, bias as tf.Tensor) as tf.Tensor2D;
  }

  dispose(): void {
    for (const { value, first, second } of this.#trained.values()) tf.dispose([value, first, second]);
  }
}

/** 0 for what goes into the first block, i + 1 for block i, depth + 1 for the last norm and the classifier. */
function layerOf(name: string, { depth }: VitShape): number {
  const block = /^block(\d+)\./.exec(name);
  if (block) return Number(block[1]) + 1;
  return name.startsWith('norm.') || name.startsWith('classifier.') ? depth + 1 : 0;
}
