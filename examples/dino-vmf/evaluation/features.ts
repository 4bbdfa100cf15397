import { tf } from '../engine.ts';
import type { ChannelStatistics, ImageSet } from '../images/ImageSet.ts';
import { plainBatch } from '../images/views.ts';
import type { Parameters } from '../model/parameters.ts';
import { type VitShape, vitFeatures } from '../model/vit.ts';
import type { Features } from './knn.ts';

const IMAGES_AT_ONCE = 64;

/** The [CLS] features of whole images, as the network sees them without augmentation. */
export async function networkFeatures(
  parameters: Parameters,
  vit: VitShape,
  images: ImageSet,
  statistics: ChannelStatistics,
  onProgress: (done: number) => void = () => {},
): Promise<Features> {
  const { imageSize: size, channels, width } = vit;
  const values = new Float32Array(images.count * width);
  for (let from = 0; from < images.count; from += IMAGES_AT_ONCE) {
    const to = Math.min(images.count, from + IMAGES_AT_ONCE);
    const batch = await plainBatch(images, from, to, size, statistics);
    const features = tf.tidy(() =>
      vitFeatures(parameters, vit, tf.tensor4d(batch, [to - from, size, size, channels])),
    );
    values.set(await features.data(), from * width);
    features.dispose();
    onProgress(to);
  }
  return { values, dimension: width, labels: images.labels };
}

/** In one size for all sets; pixels of larger images tell no more about their class and take too much memory. */
const SIDE = 32;

/** The pixels of the images at 32 a side, less the mean colour of the training set, as features. */
export async function pixelFeatures(images: ImageSet, mean: readonly number[]): Promise<Features> {
  const statistics = { mean, std: mean.map(() => 1) };
  const values = await plainBatch(images, 0, images.count, SIDE, statistics);
  return { values, dimension: SIDE * SIDE * images.channels, labels: images.labels };
}
