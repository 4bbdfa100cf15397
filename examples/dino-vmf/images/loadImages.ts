import type { Config } from '../settings/config.ts';
import { UserError } from '../UserError.ts';
import type { Dataset } from './ImageSet.ts';
import { proceduralImages } from './proceduralImages.ts';
import { cifar } from './readers/cifar.ts';
import { idx } from './readers/idx.ts';
import { imageFolder } from './readers/imageFolder.ts';
import { recognise } from './readers/recognise.ts';

const BUILT_IN_IMAGES = 1024;

/** The images that the settings name: those of a folder, or the built-in ones with half as many to test on. */
export async function loadImages(config: Config): Promise<Dataset> {
  const dataset = await readImages(config);
  for (const warning of dataset.warnings) console.log(`warning: ${warning}`);
  const { name, train, test } = dataset;
  console.log(
    `images: ${name}, ${train.classNames.length} classes, ${train.count} to train, ${test.count} to test, ` +
      channelsInWords(train.channels),
  );
  if (train.count < config.batchSize) {
    throw new UserError(`--batch-size ${config.batchSize} needs as many training images, got ${train.count}`);
  }
  return dataset;
}

async function readImages(config: Config): Promise<Dataset> {
  const { data, limit, seed, imageSize, channels } = config;
  if (data === null) {
    const count = limit ?? BUILT_IN_IMAGES;
    return proceduralImages(seed, count, Math.max(8, Math.round(count / 2)), imageSize, channels);
  }
  const { format, directory } =
    config.format === 'auto' ? recognise(data) : { format: config.format, directory: data };
  switch (format) {
    case 'cifar':
      return cifar(directory, config);
    case 'idx':
      return idx(directory, config);
    case 'folder':
      return await imageFolder(directory, config);
  }
}

function channelsInWords(channels: number): string {
  if (channels === 3) return 'RGB';
  const count = channels === 1 ? '1 channel' : `${channels} channels`;
  return `${count}: saturation, hue and greyscale of the views are left out`;
}
