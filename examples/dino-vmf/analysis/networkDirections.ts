import { tf } from '../engine.ts';
import { networkFeatures } from '../evaluation/features.ts';
import type { Features } from '../evaluation/knn.ts';
import type { ChannelStatistics, ImageSet } from '../images/ImageSet.ts';
import { projected } from '../model/head.ts';
import type { Parameters } from '../model/parameters.ts';
import type { Config } from '../settings/config.ts';
import { vitShape } from '../training/trainStep.ts';

/** What a network makes of whole images: its [CLS] features, and y, the unit vectors [n, p] that meet the prototypes. */
export interface Seen {
  readonly features: Features;
  readonly directions: Float32Array;
}

const ROWS_AT_ONCE = 4096;

export async function networkDirections(
  network: Parameters,
  config: Config,
  images: ImageSet,
  statistics: ChannelStatistics,
  onProgress: (share: number) => void,
): Promise<Seen> {
  const features = await networkFeatures(network, vitShape(config), images, statistics, (done) =>
    onProgress(done / images.count),
  );
  const { values, dimension } = features;
  const directions = new Float32Array(images.count * config.bottleneck);
  for (let from = 0; from < images.count; from += ROWS_AT_ONCE) {
    const to = Math.min(images.count, from + ROWS_AT_ONCE);
    const y = tf.tidy(() => {
      const rows = tf.tensor2d(values.subarray(from * dimension, to * dimension), [to - from, dimension]);
      return projected(network, rows);
    });
    directions.set(await y.data(), from * config.bottleneck);
    y.dispose();
  }
  return { features, directions };
}
