import type { ChannelStatistics, ImageSet } from '../images/ImageSet.ts';
import { plainBatch } from '../images/views.ts';
import type { Parameters } from '../model/parameters.ts';
import type { VitShape } from '../model/vit.ts';
import { extractFeatures } from './extractFeatures.ts';
import type { Features } from './knn.ts';

/** The [CLS] features of whole images after the last norm. */
export async function networkFeatures(
  parameters: Parameters,
  vit: VitShape,
  images: ImageSet,
  statistics: ChannelStatistics,
  onProgress?: (done: number) => void,
): Promise<Features> {
  return (await extractFeatures(parameters, vit, images, statistics, ['cls'], onProgress)).cls;
}

/** In one size for all sets; pixels of larger images tell no more about their class and take too much memory. */
const SIDE = 32;

/** The pixels of the images at 32 a side, less the mean colour of the training set, as features. */
export async function pixelFeatures(images: ImageSet, mean: readonly number[]): Promise<Features> {
  const statistics = { mean, std: mean.map(() => 1) };
  const values = await plainBatch(images, 0, images.count, SIDE, statistics);
  return { values, dimension: SIDE * SIDE * images.channels, labels: images.labels };
}
