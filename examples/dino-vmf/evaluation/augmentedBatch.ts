import { type ChannelStatistics, type ImageSet, imageAt } from '../images/ImageSet.ts';
import { cropResized } from '../images/resample.ts';
import { normaliseInto, randomBox } from '../images/views.ts';
import { PURPOSE, Random } from '../random.ts';

/**
 * Training views of supervised protocols: random resized crop of [smallest, 1] of the area, aspect 3/4 to 4/3, and a
 * flip with probability 1/2; normalised. Drawn from the stream of (seed, pass, image).
 */
export async function augmentedBatch(
  images: ImageSet,
  indices: Int32Array,
  size: number,
  smallest: number,
  statistics: ChannelStatistics,
  [seed, pass]: readonly [number, number],
): Promise<Float32Array> {
  const channels = images.pixels.length / (images.count * images.size ** 2);
  const length = size * size * channels;
  const out = new Float32Array(indices.length * length);
  for (const [row, index] of indices.entries()) {
    const random = Random.keyed(seed, PURPOSE.evaluationViews, pass, index);
    const box = randomBox(images.size, [smallest, 1], random);
    const view = cropResized(imageAt(images, index), images.size, box, size, random.chance(0.5));
    normaliseInto(view, statistics, out, row * length);
  }
  return out;
}
