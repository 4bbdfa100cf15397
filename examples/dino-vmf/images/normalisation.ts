import { UserError } from '../UserError.ts';
import { type ChannelStatistics, channelStatistics, type ImageSet } from './ImageSet.ts';

/** What the pixels of views and images are normalised with, by the name of the setting. */
export type PixelNormalisation = 'own' | 'imagenet' | 'half' | 'none';

const IMAGENET: ChannelStatistics = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** Mean and deviation per channel: those of the set, those of ImageNet, 1/2 and 1/2, or 0 and 1. */
export async function normalisation(images: ImageSet, by: PixelNormalisation): Promise<ChannelStatistics> {
  const { channels } = images;
  const all = (value: number) => Array<number>(channels).fill(value);
  switch (by) {
    case 'own':
      return await channelStatistics(images);
    case 'imagenet':
      if (channels === 3) return IMAGENET;
      throw new UserError(
        `--normalise imagenet is of 3 channels, the images have ${channels}; take own, half or none`,
      );
    case 'half':
      return { mean: all(0.5), std: all(0.5) };
    case 'none':
      return { mean: all(0), std: all(1) };
  }
}
