import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../UserError.ts';
import { IDX_NAME } from './idx.ts';

export type Format = 'folder' | 'cifar' | 'idx';

/** Where archives and other programs put the files below the folder that a user names. */
const BELOW = [
  'cifar-10-batches-bin',
  'cifar-100-binary',
  'raw',
  'MNIST/raw',
  'FashionMNIST/raw',
  'KMNIST/raw',
];
const CIFAR_NAME = /^(data_batch_\d|test_batch|train|test)\.bin$/;

/** What a folder holds, by the names in it, and the folder itself or the one below it that holds it. */
export function recognise(directory: string): { readonly format: Format; readonly directory: string } {
  const names = namesIn(directory);
  const here = formatOf(names);
  if (here !== null) return { format: here, directory };
  for (const below of BELOW) {
    if (!names.includes(below.split('/')[0] as string)) continue;
    try {
      const format = formatOf(readdirSync(join(directory, below)));
      if (format !== null) return { format, directory: join(directory, below) };
    } catch {
      // A file of that name, or MNIST/ of another layout: a folder of classes perhaps.
    }
  }
  const foreign = foreignTo(names);
  if (foreign !== null && !names.some((name) => isFolder(join(directory, name)))) {
    throw new UserError(`--data ${directory}: ${foreign}`);
  }
  return { format: 'folder', directory };
}

function formatOf(names: readonly string[]): Format | null {
  if (names.some((name) => CIFAR_NAME.test(name))) return 'cifar';
  return names.some((name) => IDX_NAME.test(name)) ? 'idx' : null;
}

/** What to do about files that are nearly right. */
function foreignTo(names: readonly string[]): string | null {
  const archive = names.find((name) => /\.(tar|tgz|tar\.gz|zip)$/.test(name));
  if (archive !== undefined) return `holds ${archive}; unpack it first`;
  if (names.includes('data_batch_1') || names.includes('batches.meta') || names.includes('meta')) {
    return 'holds CIFAR in the version for Python; get the binary version';
  }
  const other = names.find((name) => /\.(npz|npy|mat|parquet|arrow|tfrecord|pkl|h5|lmdb)$/.test(name));
  return other === undefined
    ? null
    : `holds ${other}, which is not read; give folders of JPEG or PNG, CIFAR .bin or IDX files`;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const cause =
      code === 'ENOENT' ? 'no such folder' : code === 'ENOTDIR' ? 'not a folder' : (error as Error).message;
    throw new UserError(`--data ${directory}: ${cause}`);
  }
}
