import { tf } from '../engine.ts';
import { type ChannelStatistics, type ImageSet, imageAt } from '../images/ImageSet.ts';
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
  const { imageSize: size, width } = vit;
  const values = new Float32Array(images.count * width);
  for (let from = 0; from < images.count; from += IMAGES_AT_ONCE) {
    const to = Math.min(images.count, from + IMAGES_AT_ONCE);
    const batch = plainBatch(images, from, to, size, statistics);
    const features = tf.tidy(() =>
      vitFeatures(parameters, vit, tf.tensor4d(batch, [to - from, size, size, 3])),
    );
    values.set(await features.data(), from * width);
    features.dispose();
    onProgress(to);
  }
  return { values, dimension: width, labels: images.labels };
}

/** The pixels themselves, less the mean colour of the training set, as features. */
export function pixelFeatures(images: ImageSet, mean: readonly number[]): Features {
  const dimension = images.size * images.size * 3;
  const values = new Float32Array(images.count * dimension);
  for (let i = 0; i < images.count; i++) {
    const pixels = imageAt(images, i);
    for (let j = 0; j < dimension; j++) {
      values[i * dimension + j] = (pixels[j] as number) / 255 - (mean[j % 3] as number);
    }
  }
  return { values, dimension, labels: images.labels };
}
