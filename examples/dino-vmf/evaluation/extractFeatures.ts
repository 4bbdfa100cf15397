import { tf } from '../engine.ts';
import type { ChannelStatistics, ImageSet } from '../images/ImageSet.ts';
import { plainBatch } from '../images/views.ts';
import type { Parameters } from '../model/parameters.ts';
import type { VitShape } from '../model/vit.ts';
import type { Features } from './knn.ts';
import { dimensionOf, type FeatureKind, tokenFeatures } from './tokenFeatures.ts';

const IMAGES_AT_ONCE = 64;

/**
 * The features of whole images by kind, as the network sees them without augmentation, in one pass; `onProgress` is
 * told before each batch how many images are behind, and at the end.
 */
export async function extractFeatures<Kind extends FeatureKind>(
  parameters: Parameters,
  vit: VitShape,
  images: ImageSet,
  statistics: ChannelStatistics,
  kinds: readonly Kind[],
  onProgress: (done: number) => void | Promise<void> = () => {},
): Promise<Record<Kind, Features>> {
  const { imageSize: size, channels } = vit;
  const { count, labels } = images;
  const features = Object.fromEntries(
    kinds.map((kind) => {
      const dimension = dimensionOf(kind, vit);
      return [kind, { values: new Float32Array(count * dimension), dimension, labels }];
    }),
  ) as Record<Kind, Features>;
  for (let from = 0; from < count; from += IMAGES_AT_ONCE) {
    await onProgress(from);
    const to = Math.min(count, from + IMAGES_AT_ONCE);
    const batch = await plainBatch(images, from, to, size, statistics);
    const made = tf.tidy(() =>
      tokenFeatures(parameters, vit, tf.tensor4d(batch, [to - from, size, size, channels]), kinds),
    );
    for (const kind of kinds) {
      const { values, dimension } = features[kind];
      values.set(await made[kind].data(), from * dimension);
      made[kind].dispose();
    }
  }
  await onProgress(count);
  return features;
}
