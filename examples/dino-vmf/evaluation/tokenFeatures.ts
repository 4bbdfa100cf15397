import { tf } from '../engine.ts';
import type { Parameters } from '../model/parameters.ts';
import { clsOf, lastNorm, type VitShape, vitTokens } from '../model/vit.ts';

/**
 * What the protocols take of a network:
 * - cls: [CLS] of the last block after the last norm (kNN, transfer, retrieval, linear [C]);
 * - raw: the same before the norm (few-shot, as in MSN);
 * - last4: [CLS] of the last four blocks, each after the last norm, side by side (linear [D], DINO's for ViT-S);
 * - clsAndPatches: cls beside the mean of the normed patch tokens (linear [D], DINO's for ViT-B).
 */
export const FEATURE_KINDS = ['cls', 'raw', 'last4', 'clsAndPatches'] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

const BLOCKS = 4;

/** The features of a batch of images [batch, height, breadth, channels] by kind, each [batch, its dimension]. */
export function tokenFeatures(
  parameters: Parameters,
  vit: VitShape,
  images: tf.Tensor4D,
  kinds: readonly FeatureKind[],
): Record<FeatureKind, tf.Tensor2D> {
  return tf.tidy(() => {
    const outputs = vitTokens(parameters, vit, images, Math.min(BLOCKS, vit.depth));
    const last = outputs.at(-1) as tf.Tensor3D;
    const cls = () => lastNorm(parameters, clsOf(last));
    const make: Record<FeatureKind, () => tf.Tensor2D> = {
      cls,
      raw: () => clsOf(last),
      last4: () =>
        tf.concat2d(
          outputs.map((tokens) => lastNorm(parameters, clsOf(tokens))),
          1,
        ),
      clsAndPatches: () => tf.concat2d([cls(), meanPatch(parameters, last)], 1),
    };
    return Object.fromEntries(kinds.map((kind) => [kind, make[kind]()])) as tf.NamedTensorMap;
  }) as Record<FeatureKind, tf.Tensor2D>;
}

function meanPatch(parameters: Parameters, tokens: tf.Tensor3D): tf.Tensor2D {
  const [batch, count, width] = tokens.shape;
  const patches = tf.slice(tokens, [0, 1, 0], [batch, count - 1, width]);
  const normed = lastNorm(parameters, tf.reshape(patches, [batch * (count - 1), width]));
  return tf.mean(tf.reshape(normed, [batch, count - 1, width]), 1);
}

/** The dimension of a kind. */
export function dimensionOf(kind: FeatureKind, { width, depth }: VitShape): number {
  return kind === 'last4' ? width * Math.min(BLOCKS, depth) : kind === 'clsAndPatches' ? 2 * width : width;
}
