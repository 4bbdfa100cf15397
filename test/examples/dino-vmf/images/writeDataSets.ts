import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { Random } from '../../../../examples/dino-vmf/random.ts';

/** Files in the formats of the public data sets, with pixels that a test can foretell. */

/** Pixel (x, y) of channel c of record i of a CIFAR file. */
export const cifarPixel = (i: number, c: number, x: number, y: number) => (31 * i + 80 * c + 3 * x + y) % 256;

/** A file of CIFAR records; `heads` are the bytes before the pixels. */
export function writeCifar(path: string, heads: readonly (readonly number[])[]): void {
  const records = heads.map((head, i) => {
    const planes = [0, 1, 2].flatMap((c) =>
      Array.from({ length: 1024 }, (_, j) => cifarPixel(i, c, j % 32, Math.floor(j / 32))),
    );
    return Buffer.from([...head, ...planes]);
  });
  writeFileSync(path, Buffer.concat(records));
}

/** CIFAR-10: `perFile` records in each of the six files, of the classes 0, 1, ..., 9, 0, ... */
export function writeCifar10(directory: string, perFile: number): void {
  mkdirSync(directory, { recursive: true });
  const heads = Array.from({ length: perFile }, (_, i) => [i % 10]);
  for (let file = 1; file <= 5; file++) writeCifar(join(directory, `data_batch_${file}.bin`), heads);
  writeCifar(join(directory, 'test_batch.bin'), heads);
}

/** An IDX file of bytes. */
export function writeIdx(path: string, dimensions: readonly number[], values: Uint8Array): void {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header[2] = 8;
  header[3] = dimensions.length;
  dimensions.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  const bytes = Buffer.concat([header, values]);
  writeFileSync(path, path.endsWith('.gz') ? gzipSync(bytes) : bytes);
}

/** MNIST in small: pictures of 9 x 7, labels 3 and 8 in turn. */
export function writeMnist(directory: string, train: number, test: number, suffix: '' | '.gz'): void {
  mkdirSync(directory, { recursive: true });
  for (const [split, count] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    const pixels = Uint8Array.from({ length: count * 63 }, (_, i) => (7 * i) % 256);
    writeIdx(join(directory, `${split}-images-idx3-ubyte${suffix}`), [count, 7, 9], pixels);
    const labels = Uint8Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 8 : 3));
    writeIdx(join(directory, `${split}-labels-idx1-ubyte${suffix}`), [count], labels);
  }
}

/** A folder per class of PNG images of many shapes; returns what was written, by relative path. */
export async function writePhotos(
  directory: string,
  classes: readonly string[],
  perClass: number,
): Promise<Map<string, { width: number; height: number; pixels: Uint8Array }>> {
  const written = new Map<string, { width: number; height: number; pixels: Uint8Array }>();
  for (const [label, name] of classes.entries()) {
    mkdirSync(join(directory, name), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const random = Random.keyed(77, label, i);
      const [width, height] = [12 + random.integer(20), 12 + random.integer(20)];
      const pixels = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
      const file = join(name, `${i}.png`);
      await sharp(pixels, { raw: { width, height, channels: 3 } }).toFile(join(directory, file));
      written.set(file, { width, height, pixels });
    }
  }
  return written;
}
