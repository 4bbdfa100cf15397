import { describe, expect, it } from 'vitest';
import { channelStatistics, type ImageSet } from '../../../../examples/dino-vmf/images/ImageSet.ts';
import { memoryImages } from '../../../../examples/dino-vmf/images/memoryImages.ts';
import { normalisation } from '../../../../examples/dino-vmf/images/normalisation.ts';
import {
  PROCEDURAL_CLASSES,
  proceduralImages,
} from '../../../../examples/dino-vmf/images/proceduralImages.ts';

const dataset = proceduralImages(5, 64, 16, 16);

const all = (images: ImageSet) =>
  Promise.all(Array.from({ length: images.count }, async (_, i) => (await images.picture(i)).pixels));

describe('the built-in images', () => {
  it('are the same from the same seed, others from another, classes in balance', async () => {
    expect(await all(proceduralImages(5, 64, 16, 16).train)).toEqual(await all(dataset.train));
    expect(await all(proceduralImages(6, 64, 16, 16).train)).not.toEqual(await all(dataset.train));
    const counts = PROCEDURAL_CLASSES.map(
      (_, label) => dataset.train.labels.filter((l) => l === label).length,
    );
    expect(counts).toEqual(PROCEDURAL_CLASSES.map(() => 8));
  });

  it('of train and test have none in common', async () => {
    const known = new Set((await all(dataset.train)).map((pixels) => pixels.join()));
    for (const pixels of await all(dataset.test)) expect(known.has(pixels.join())).toBe(false);
  });

  it.each([1, 2, 4])('have %i channels when so many are asked for', async (channels) => {
    const picture = await proceduralImages(5, 8, 8, 16, channels).train.picture(3);
    expect(picture).toMatchObject({ width: 16, height: 16, channels });
    expect(picture.pixels).toHaveLength(256 * channels);
  });
});

/** Two pictures of two channels: 2 x 1 and 1 x 3. */
const ragged = memoryImages(
  {
    kind: 'memory',
    channels: 2,
    widths: Int32Array.of(2, 1),
    heights: Int32Array.of(1, 3),
    pixels: Uint8Array.of(0, 255, 51, 255, 102, 255, 153, 255, 204, 255),
  },
  Int32Array.of(0, 1),
  ['a', 'b'],
);

describe('a set of images', () => {
  it('gives each in its own shape', async () => {
    expect(await ragged.picture(0)).toEqual({
      ...{ width: 2, height: 1, channels: 2 },
      pixels: Uint8Array.of(0, 255, 51, 255),
    });
    expect(await ragged.picture(1)).toMatchObject({ width: 1, height: 3 });
  });

  it('has statistics over all its pixels, channel by channel', async () => {
    const { mean, std } = await channelStatistics(ragged);
    // 0, .2, .4, .6, .8: mean .4, variance .08; the other channel is constant.
    expect(mean[0]).toBeWithinUlp(0.4, 4);
    expect(std[0]).toBeWithinUlp(Math.sqrt(0.08), 16);
    expect(mean[1]).toBe(1);
    expect(std[1]).toBe(1e-3);
  });

  it('is normalised by them, or by what is asked for', async () => {
    expect(await normalisation(ragged, 'own')).toEqual(await channelStatistics(ragged));
    expect(await normalisation(ragged, 'half')).toEqual({ mean: [0.5, 0.5], std: [0.5, 0.5] });
    expect(await normalisation(ragged, 'none')).toEqual({ mean: [0, 0], std: [1, 1] });
    expect((await normalisation(dataset.train, 'imagenet')).mean).toEqual([0.485, 0.456, 0.406]);
    await expect(normalisation(ragged, 'imagenet')).rejects.toThrow(
      '--normalise imagenet is of 3 channels, the images have 2; take own, half or none',
    );
  });
});
