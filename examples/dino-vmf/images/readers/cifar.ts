import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../UserError.ts';
import type { Dataset } from '../ImageSet.ts';
import { type FixedSize, fixedSize } from './fixedSize.ts';
import type { ReadOptions } from './ReadOptions.ts';

const SIDE = 32;
const PLANE = SIDE * SIDE;

/** A kind of CIFAR: its files, and the bytes before the pixels of a record, of which the last is the class. */
interface Kind {
  readonly train: readonly string[];
  readonly test: string;
  readonly names: string;
  readonly head: number;
  readonly classes: number;
}

const CIFAR_10: Kind = {
  train: [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`),
  test: 'test_batch.bin',
  names: 'batches.meta.txt',
  head: 1,
  classes: 10,
};
const CIFAR_100: Kind = {
  train: ['train.bin'],
  test: 'test.bin',
  names: 'fine_label_names.txt',
  head: 2,
  classes: 100,
};

/**
 * CIFAR-10 or CIFAR-100 in the binary version: records of 1 (class) or 2 bytes (coarse and fine class, of which the
 * fine is taken) and 3 planes of 32 x 32. A UserError names the file that is missing, cut or not of this kind.
 */
export function cifar(directory: string, options: ReadOptions): Dataset {
  const there = (file: string) => existsSync(join(directory, file));
  const kind = there(CIFAR_100.train[0] as string) ? CIFAR_100 : CIFAR_10;
  const missing = [...kind.train, kind.test].filter((file) => !there(file));
  if (missing.length > 0) {
    throw new UserError(
      `--data ${directory}: CIFAR-${kind.classes} in the binary version, but ${missing.join(', ')} is missing`,
    );
  }
  const classNames = namesOf(directory, kind);
  const read = (files: readonly string[], split: number) =>
    fixedSize(records(directory, files, kind), classNames, options, split);
  return { name: directory, train: read(kind.train, 0), test: read([kind.test], 1), warnings: [] };
}

function records(directory: string, files: readonly string[], { head, classes }: Kind): FixedSize {
  const length = head + 3 * PLANE;
  const starts: { bytes: Uint8Array; at: number }[] = [];
  for (const file of files) {
    const bytes = readFileSync(join(directory, file));
    if (bytes.length === 0 || bytes.length % length !== 0) {
      throw new UserError(
        `--data ${directory}: ${file} has ${bytes.length} bytes, no multiple of the ${length} of a CIFAR-${classes} record; cut short or another format`,
      );
    }
    for (let at = 0; at < bytes.length; at += length) {
      const label = bytes[at + head - 1] as number;
      if (label >= classes) {
        throw new UserError(
          `--data ${directory}: ${file} is no file of CIFAR-${classes}, record ${at / length} has class ${label}`,
        );
      }
      starts.push({ bytes, at });
    }
  }
  return {
    ...{ width: SIDE, height: SIDE, channels: 3 },
    labels: Int32Array.from(starts, ({ bytes, at }) => bytes[at + head - 1] as number),
    copy: (i, out) => {
      const { bytes, at } = starts[i] as { bytes: Uint8Array; at: number };
      for (let c = 0; c < 3; c++) {
        const plane = at + head + c * PLANE;
        for (let j = 0; j < PLANE; j++) out[3 * j + c] = bytes[plane + j] as number;
      }
    },
  };
}

/** From the text file beside the records, or the numbers of the classes. */
function namesOf(directory: string, { names, classes }: Kind): string[] {
  const numbers = Array.from({ length: classes }, (_, i) => String(i));
  if (!existsSync(join(directory, names))) return numbers;
  const lines = readFileSync(join(directory, names), 'utf8').split(/\r?\n/).filter(Boolean);
  return lines.length === classes ? lines : numbers;
}
