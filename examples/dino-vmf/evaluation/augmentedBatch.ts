import type { ChannelStatistics, ImageSet } from '../images/ImageSet.ts';
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
  const length = size * size * images.channels;
  const out = new Float32Array(indices.length * length);
  for (const [row, index] of indices.entries()) {
    const random = Random.keyed(seed, PURPOSE.evaluationViews, pass, index);
    const picture = await images.picture(index);
    const box = randomBox(picture.width, picture.height, [smallest, 1], random);
    const view = cropResized(picture, box, { width: size, height: size }, random.chance(0.5));
    normaliseInto(view.pixels, statistics, out, row * length);
  }
  return out;
}
