import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { PURPOSE, Random } from '../../random.ts';
import { UserError } from '../../UserError.ts';
import { chosenIndices } from '../chosenIndices.ts';
import { FILE_CHANNELS } from '../decodeImage.ts';
import type { Dataset, ImageSet } from '../ImageSet.ts';
import { decodeFiles } from './decodeFiles.ts';
import type { ReadOptions } from './ReadOptions.ts';

const EXTENSIONS = new Set(['.jpg', '.jpeg', '.png']);

/** The files of one split by class. */
type Listing = {
  readonly classNames: readonly string[];
  readonly files: readonly (readonly string[])[];
};

/**
 * Images in a folder per class: `DIR/<class>/*.jpg|jpeg|png`, or `DIR/train/<class>` and
 * `DIR/test/<class>`. Without train and test, a fifth of each class, chosen by the seed, is the test set.
 * Images keep their sizes.
 *
 * Fails, naming folder or files, when a folder is missing, holds no class or an empty class, when train
 * and test differ in their classes, and when a file cannot be decoded (unless `skipCorrupt`).
 */
export async function imageFolder(directory: string, options: ReadOptions): Promise<Dataset> {
  if (!FILE_CHANNELS.includes(options.channels)) {
    throw new UserError(`--channels must be 1, 3 or 4 for image files, got ${options.channels}`, 2);
  }
  const warnings: string[] = [];
  const read = async ({ classNames, files }: Listing, split: number): Promise<ImageSet> => {
    const all = files.flat().map((file) => relative(directory, file));
    const labels = Int32Array.from(files.flatMap((list, label) => list.map(() => label)));
    const chosen = chosenIndices(labels, classNames.length, options, split);
    const { images, warning } = await decodeFiles(
      directory,
      Array.from(chosen, (i) => all[i] as string),
      chosen.map((i) => labels[i] as number),
      classNames,
      options,
    );
    if (warning !== null) warnings.push(warning);
    const present = new Set(images.labels);
    classNames.forEach((name, label) => {
      if (present.has(label)) return;
      throw new UserError(`--data ${directory}: no image of class '${name}' could be decoded`);
    });
    return images;
  };
  const [train, test] = listSplits(directory, options.seed);
  return { name: directory, train: await read(train, 0), test: await read(test, 1), warnings };
}

function listSplits(directory: string, seed: number): [Listing, Listing] {
  const folders = foldersIn(directory);
  const [hasTrain, hasTest] = [folders.includes('train'), folders.includes('test')];
  if (hasTrain !== hasTest) {
    const [there, missing] = hasTrain ? ['train', 'test'] : ['test', 'train'];
    throw new UserError(
      `--data ${directory}: has ${there}/ but no ${missing}/; give both, or folders per class to be split`,
    );
  }
  if (!hasTrain) return split(listClasses(directory, folders), directory, seed);
  const train = listClasses(join(directory, 'train'), foldersIn(join(directory, 'train')));
  const test = listClasses(join(directory, 'test'), foldersIn(join(directory, 'test')));
  if (train.classNames.join('/') !== test.classNames.join('/')) {
    const odd = [
      ...train.classNames.filter((name) => !test.classNames.includes(name)).map((name) => `train/${name}`),
      ...test.classNames.filter((name) => !train.classNames.includes(name)).map((name) => `test/${name}`),
    ];
    throw new UserError(
      `--data ${directory}: train and test must hold the same classes, found only in one: ${odd.join(', ')}`,
    );
  }
  return [train, test];
}

function foldersIn(directory: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(directory);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const cause =
      code === 'ENOENT' ? 'no such folder' : code === 'ENOTDIR' ? 'not a folder' : (error as Error).message;
    throw new UserError(`--data ${directory}: ${cause}`);
  }
  return entries
    .filter((name) => !name.startsWith('.') && statSync(join(directory, name)).isDirectory())
    .sort();
}

function listClasses(directory: string, classNames: readonly string[]): Listing {
  if (classNames.length === 0) {
    throw new UserError(
      `--data ${directory}: holds no class folders; expected <class>/*.jpg, *.jpeg or *.png`,
    );
  }
  const files = classNames.map((name) =>
    readdirSync(join(directory, name))
      .filter((file) => EXTENSIONS.has(extname(file).toLowerCase()) && !file.startsWith('.'))
      .sort()
      .map((file) => join(directory, name, file)),
  );
  const empty = classNames.filter((_, label) => files[label]?.length === 0);
  if (empty.length === classNames.length) {
    throw new UserError(`--data ${directory}: none of its ${empty.length} folders holds a JPEG or PNG image`);
  }
  if (empty.length > 0) {
    throw new UserError(
      `--data ${directory}: class folder${empty.length > 1 ? 's' : ''} without a JPEG or PNG image: ${empty.join(', ')}`,
    );
  }
  return { classNames, files };
}

function split(listing: Listing, directory: string, seed: number): [Listing, Listing] {
  const train: string[][] = [];
  const test: string[][] = [];
  listing.files.forEach((files, label) => {
    if (files.length < 2) {
      throw new UserError(
        `--data ${directory}: class '${listing.classNames[label]}' has 1 image; a split needs at least 2`,
      );
    }
    const order = Random.keyed(seed, PURPOSE.split, label).permutation(files.length);
    const held = Math.max(1, Math.round(files.length / 5));
    const pick = (from: number, to: number) =>
      Array.from(order.subarray(from, to), (i) => files[i] as string);
    test.push(pick(0, held));
    train.push(pick(held, files.length));
  });
  return [
    { classNames: listing.classNames, files: train },
    { classNames: listing.classNames, files: test },
  ];
}
