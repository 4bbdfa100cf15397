import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import sharp from 'sharp';
import { PURPOSE, Random } from '../random.ts';
import { UserError } from '../UserError.ts';
import type { Dataset, ImageSet } from './ImageSet.ts';

const EXTENSIONS = new Set(['.jpg', '.jpeg', '.png']);
const DECODES_AT_ONCE = 8;

export interface ImageFolderOptions {
  /** Side of the square every image is resized to (shorter side fitted, centre cut). */
  readonly size: number;
  readonly seed: number;
  /** At most this many images per split, the same number of each class; null for all. */
  readonly limit: number | null;
  /** Leave out files that cannot be decoded, with a warning, instead of failing. */
  readonly skipCorrupt: boolean;
}

/** The files of one split by class. */
type Listing = {
  readonly classNames: readonly string[];
  readonly files: readonly (readonly string[])[];
};

/**
 * Images in a folder per class: `DIR/<class>/*.jpg|jpeg|png`, or `DIR/train/<class>` and
 * `DIR/test/<class>`. Without train and test, a fifth of each class, chosen by the seed, is the test set.
 *
 * Fails, naming folder or files, when a folder is missing, holds no class or an empty class, when train
 * and test differ in their classes, and when a file cannot be decoded (unless `skipCorrupt`).
 */
export async function imageFolder(directory: string, options: ImageFolderOptions): Promise<Dataset> {
  const [train, test] = listSplits(directory, options.seed);
  const warnings: string[] = [];
  const decode = async (listing: Listing, split: number): Promise<ImageSet> => {
    const chosen = limited(listing, options, split);
    const { images, corrupt } = await decodeAll(chosen, options.size);
    if (corrupt.length > 0) {
      const names = corrupt.map((file) => relative(directory, file));
      const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ', ...' : '');
      const what = `${names.length} of ${chosen.files.flat().length} images cannot be decoded: ${shown}`;
      if (!options.skipCorrupt) {
        throw new UserError(
          `--data ${directory}: ${what}. Repair or remove them, or pass --skip-corrupt to go on without.`,
        );
      }
      warnings.push(`skipped corrupt files, ${what}`);
    }
    chosen.classNames.forEach((name, label) => {
      if (!images.labels.includes(label)) {
        throw new UserError(`--data ${directory}: no image of class '${name}' could be decoded`);
      }
    });
    return images;
  };
  return {
    name: directory,
    train: await decode(train, 0),
    test: await decode(test, 1),
    warnings,
  };
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

function limited(listing: Listing, { limit, seed }: ImageFolderOptions, split: number): Listing {
  if (limit === null) return listing;
  const classes = listing.classNames.length;
  const files = listing.files.map((all, label) => {
    const share = Math.max(1, Math.floor(limit / classes) + (label < limit % classes ? 1 : 0));
    const order = Random.keyed(seed, PURPOSE.limit, split, label).permutation(all.length);
    return Array.from(order.subarray(0, share), (i) => all[i] as string);
  });
  return { classNames: listing.classNames, files };
}

async function decodeAll(
  { classNames, files }: Listing,
  size: number,
): Promise<{ images: ImageSet; corrupt: string[] }> {
  const jobs = files.flatMap((list, label) => list.map((file) => ({ file, label })));
  const decoded: (Uint8Array | null)[] = new Array(jobs.length).fill(null);
  let next = 0;
  const work = async () => {
    while (next < jobs.length) {
      const job = next++;
      decoded[job] = await decodeImage((jobs[job] as { file: string }).file, size).catch(() => null);
    }
  };
  await Promise.all(Array.from({ length: DECODES_AT_ONCE }, work));

  const kept = jobs.flatMap(({ label }, i) => (decoded[i] ? [{ label, bytes: decoded[i] }] : []));
  const pixels = new Uint8Array(kept.length * size * size * 3);
  kept.forEach(({ bytes }, i) => {
    pixels.set(bytes, i * size * size * 3);
  });
  return {
    images: {
      size,
      count: kept.length,
      pixels,
      labels: Int32Array.from(kept, ({ label }) => label),
      classNames,
    },
    corrupt: jobs.filter((_, i) => !decoded[i]).map(({ file }) => file),
  };
}

async function decodeImage(file: string, size: number): Promise<Uint8Array> {
  return await sharp(file)
    .rotate()
    .resize(size, size, { fit: 'cover', kernel: 'cubic' })
    .flatten({ background: '#808080' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
}
