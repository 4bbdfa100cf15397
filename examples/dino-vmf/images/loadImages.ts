import type { Config } from '../settings/config.ts';
import { UserError } from '../UserError.ts';
import type { Dataset } from './ImageSet.ts';
import { imageFolder } from './imageFolder.ts';
import { proceduralImages } from './proceduralImages.ts';

const BUILT_IN_IMAGES = 1024;

/** The images that the settings name: a folder's, or the built-in ones with half as many to test on. */
export async function loadImages(config: Config): Promise<Dataset> {
  const { data, limit, seed, imageSize: size, skipCorrupt } = config;
  const count = limit ?? BUILT_IN_IMAGES;
  const dataset =
    data === null
      ? proceduralImages(seed, count, Math.max(8, Math.round(count / 2)), size)
      : await imageFolder(data, { size, seed, limit, skipCorrupt });
  for (const warning of dataset.warnings) console.log(`warning: ${warning}`);
  const { name, train, test } = dataset;
  console.log(
    `images: ${name}, ${train.classNames.length} classes, ${train.count} to train, ${test.count} to test`,
  );
  if (train.count < config.batchSize) {
    throw new UserError(`--batch-size ${config.batchSize} needs as many training images, got ${train.count}`);
  }
  return dataset;
}
