import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../UserError.ts';
import type { Dataset } from '../ImageSet.ts';
import { type FixedSize, fixedSize } from './fixedSize.ts';
import type { ReadOptions } from './ReadOptions.ts';

/** `train-images-idx3-ubyte`, `emnist-letters-test-labels-idx1-ubyte.gz`, `t10k-images.idx3-ubyte`, ... */
export const IDX_NAME = /^(.*?)(train|t10k|test)-(images|labels)[-.]idx\d-ubyte(\.gz)?$/;

/** One array of an IDX file: unsigned bytes of the given dimensions. */
interface IdxArray {
  readonly file: string;
  readonly dimensions: readonly number[];
  readonly values: Uint8Array;
}

/**
 * A data set of the MNIST family: images [count, height, width] or [count, height, width, channels] and labels [count],
 * each for train and t10k (or test), in IDX files, .gz or not. Classes are the labels that occur, in their order.
 * A UserError names the file that is missing, cut or not of this format.
 */
export function idx(directory: string, options: ReadOptions): Dataset {
  const names = readdirSync(directory).filter((name) => IDX_NAME.test(name));
  const sets = [...new Set(names.map((name) => IDX_NAME.exec(name)?.[1] as string))].sort();
  if (sets.length > 1) {
    throw new UserError(
      `--data ${directory}: holds several data sets (${sets.map((s) => s.replace(/[-_]$/, '')).join(', ')}); give each a folder of its own`,
    );
  }
  const find = (splits: string, what: string): IdxArray => {
    const name = names.find((n) => {
      const [, , split, kind] = IDX_NAME.exec(n) as RegExpExecArray;
      return splits.split(' or ').includes(split as string) && kind === what;
    });
    if (name === undefined) throw new UserError(`--data ${directory}: no IDX file of the ${splits} ${what}`);
    return readArray(directory, name);
  };
  const splits = ['train', 't10k or test'].map(
    (split) => [find(split, 'images'), find(split, 'labels')] as const,
  );
  const classes = [...new Set(splits.flatMap(([, labels]) => [...labels.values]))].sort((a, b) => a - b);
  const [train, test] = splits.map(([images, labels], split) => {
    const numbered = Int32Array.from(labels.values, (label) => classes.indexOf(label));
    return fixedSize(pictures(directory, images, labels, numbered), classes.map(String), options, split);
  });
  return { name: directory, train: train as Dataset['train'], test: test as Dataset['test'], warnings: [] };
}

function pictures(directory: string, images: IdxArray, labels: IdxArray, numbered: Int32Array): FixedSize {
  const refuse = (why: string) => new UserError(`--data ${directory}: ${why}`);
  const [count, height, width, channels = 1] = images.dimensions as [number, number, number, number?];
  if (images.dimensions.length < 3 || images.dimensions.length > 4) {
    throw refuse(`${images.file} holds no images: dimensions [${images.dimensions}]`);
  }
  if (labels.dimensions.length !== 1 || labels.dimensions[0] !== count) {
    throw refuse(
      `${images.file} has ${count} images, ${labels.file} labels of dimensions [${labels.dimensions}]`,
    );
  }
  const length = width * height * channels;
  return {
    ...{ width, height, channels, labels: numbered },
    copy: (i, out) => out.set(images.values.subarray(i * length, (i + 1) * length)),
  };
}

/** Two zero bytes, 8 for unsigned bytes, the number of dimensions; the dimensions, 32 bits big endian; the bytes. */
function readArray(directory: string, file: string): IdxArray {
  const refuse = (why: string) => new UserError(`--data ${directory}: ${file} ${why}`);
  let bytes = readFileSync(join(directory, file));
  if (file.endsWith('.gz')) {
    try {
      bytes = gunzipSync(bytes);
    } catch (error) {
      throw refuse(`cannot be unpacked (${(error as Error).message}); get it again`);
    }
  }
  const rank = bytes[3] ?? 0;
  const start = 4 + 4 * rank;
  if (bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 8 || rank === 0 || bytes.length < start) {
    throw refuse('is no IDX file of unsigned bytes: it must begin with the bytes 0 0 8');
  }
  const dimensions = Array.from({ length: rank }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const length = dimensions.reduce((a, b) => a * b, 1);
  if (length === 0 || bytes.length - start !== length) {
    throw refuse(
      `has ${bytes.length - start} bytes after its header, [${dimensions}] needs ${length}; cut short or damaged`,
    );
  }
  return { file, dimensions, values: bytes.subarray(start) };
}
