import { gelu, l2Normalize, linear } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import type { Random } from '../random.ts';
import { deviation, type Initialization, normal, type Parameters, parameter, uniform } from './parameters.ts';

/** The projection head: an MLP to a bottleneck, unit length, then K weight-normed prototypes. */
export interface HeadShape {
  readonly inputs: number;
  readonly hidden: number;
  /** p, the dimension of the sphere that the prototypes live on. */
  readonly bottleneck: number;
  /** K */
  readonly prototypes: number;
  readonly initialization: Initialization;
}

/** Prototypes of the patches, where they do not share those of [CLS]. */
export const PATCH_DIRECTIONS = 'head.patchPrototypes.v';
export const PATCH_NORMS = 'head.patchPrototypes.g';

/** The prototype tensors; they stay put while the last layer is frozen. */
export const DIRECTIONS = 'head.prototypes.v';
export const NORMS = 'head.prototypes.g';

/** Weights as in DINO: v uniform ±1/√p (PyTorch's linear layer), g one, so that κ = 1/τ at the start. */
export function initialHead(shape: HeadShape, random: Random): Parameters {
  const { inputs, hidden, bottleneck, prototypes, initialization } = shape;
  const sizes = [inputs, hidden, hidden, bottleneck];
  const parameters: Record<string, tf.Tensor> = {};
  for (let layer = 0; layer < 3; layer++) {
    const [rows, columns] = [sizes[layer] as number, sizes[layer + 1] as number];
    parameters[`head.linear${layer}.weight`] = normal(
      random,
      [rows, columns],
      deviation(initialization, rows),
    );
    parameters[`head.linear${layer}.bias`] = tf.zeros([columns]);
  }
  parameters[DIRECTIONS] = uniform(random, [prototypes, bottleneck], 1 / Math.sqrt(bottleneck));
  parameters[NORMS] = tf.ones([prototypes, 1]);
  return parameters;
}

/** y, the unit vectors [rows, p] that are compared with the prototypes. */
export function projected(parameters: Parameters, features: tf.Tensor2D): tf.Tensor2D {
  let x = features;
  for (let layer = 0; layer < 3; layer++) {
    const weight = parameter(parameters, `head.linear${layer}.weight`);
    x = linear(x, weight, parameter(parameters, `head.linear${layer}.bias`));
    if (layer < 2) x = gelu(x);
  }
  return l2Normalize(x);
}

/** Prototypes for the patches alone, drawn as those of [CLS] are. */
export function initialPatchPrototypes(count: number, bottleneck: number, random: Random): Parameters {
  return {
    [PATCH_DIRECTIONS]: uniform(random, [count, bottleneck], 1 / Math.sqrt(bottleneck)),
    [PATCH_NORMS]: tf.ones([count, 1]),
  };
}

/** w = g v/‖v‖, the prototypes [K, p]; their norms are |g|. */
export function prototypes(parameters: Parameters): tf.Tensor2D {
  return weightNormed(parameters, DIRECTIONS, NORMS);
}

/** The prototypes that patches are compared with: their own, or those of [CLS]. */
export function patchPrototypes(parameters: Parameters): tf.Tensor2D {
  return PATCH_NORMS in parameters
    ? weightNormed(parameters, PATCH_DIRECTIONS, PATCH_NORMS)
    : prototypes(parameters);
}

function weightNormed(parameters: Parameters, directions: string, norms: string): tf.Tensor2D {
  const unit = l2Normalize(parameter(parameters, directions) as tf.Tensor2D);
  return tf.mul(unit, parameter(parameters, norms));
}
