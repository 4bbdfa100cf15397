import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../../../examples/dino-vmf/images/fingerprint.ts';
import { loadImages } from '../../../../examples/dino-vmf/images/loadImages.ts';
import { recognise } from '../../../../examples/dino-vmf/images/readers/recognise.ts';
import { multiCropBatch, multiCropRecipe } from '../../../../examples/dino-vmf/images/views.ts';
import { type Config, DEFAULTS } from '../../../../examples/dino-vmf/settings/config.ts';
import { cifarPixel, writeCifar, writeCifar10, writeIdx, writeMnist, writePhotos } from './writeDataSets.ts';

const folder = mkdtempSync(join(tmpdir(), 'sets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (data: string, settings: Partial<Config> = {}) =>
  loadImages({ ...DEFAULTS, batchSize: 2, data, ...settings });

/** A new folder with what `write` puts there. */
function made(name: string, write: (directory: string) => void = () => {}): string {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  write(directory);
  return directory;
}

describe('CIFAR in the binary version', () => {
  it('10: reads pixels, classes and their names', async () => {
    const data = made('cifar10', (directory) => {
      writeCifar10(directory, 10);
      const names = Array.from({ length: 10 }, (_, i) => `thing ${i}`);
      writeFileSync(join(directory, 'batches.meta.txt'), `${names.join('\n')}\n\n`);
    });
    const { train, test } = await read(data);
    expect([train.count, test.count, train.channels]).toEqual([50, 10, 3]);
    expect(train.classNames[7]).toBe('thing 7');
    expect([...train.labels.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    const { width, height, pixels } = await train.picture(13);
    expect([width, height]).toEqual([32, 32]);
    for (const [x, y] of [
      [0, 0],
      [31, 0],
      [5, 20],
    ]) {
      expect([...pixels.subarray(3 * (32 * y + x), 3 * (32 * y + x) + 3)]).toEqual(
        [0, 1, 2].map((c) => cifarPixel(3, c, x, y)),
      );
    }
  });

  it('100: takes the fine class', async () => {
    const data = made('cifar100', (directory) => {
      writeCifar(
        join(directory, 'train.bin'),
        Array.from({ length: 100 }, (_, i) => [i % 20, i]),
      );
      writeCifar(join(directory, 'test.bin'), [
        [1, 99],
        [2, 0],
      ]);
    });
    const { train, test } = await read(data);
    expect(train.classNames).toHaveLength(100);
    expect([...test.labels]).toEqual([99, 0]);
  });

  it('below the folder that its archive makes', () => {
    const data = made('archive', (directory) => writeCifar10(join(directory, 'cifar-10-batches-bin'), 1));
    expect(recognise(data)).toEqual({ format: 'cifar', directory: join(data, 'cifar-10-batches-bin') });
  });

  it('a limit keeps the same number of each class, the same ones for a seed', async () => {
    const data = made('limited', (directory) => writeCifar10(directory, 20));
    const { train } = await read(data, { limit: 30, seed: 4 });
    expect(train.count).toBe(30);
    for (let label = 0; label < 10; label++) {
      expect(train.labels.filter((l) => l === label)).toHaveLength(3);
    }
    const again = await read(data, { limit: 30, seed: 4 });
    expect(fingerprint(again)).toBe(fingerprint(await read(data, { limit: 30, seed: 4 })));
    expect(fingerprint(again)).not.toBe(fingerprint(await read(data, { limit: 30, seed: 5 })));
  });

  it('names what is missing, cut or of another kind', async () => {
    const data = made('broken', (directory) => writeCifar10(directory, 2));
    const third = join(data, 'data_batch_3.bin');
    const whole = readFileSync(third);
    writeFileSync(third, whole.subarray(0, 5000));
    await expect(read(data)).rejects.toThrow(
      `--data ${data}: data_batch_3.bin has 5000 bytes, no multiple of the 3073 of a CIFAR-10 record`,
    );
    whole[3073] = 77;
    writeFileSync(third, whole);
    await expect(read(data)).rejects.toThrow(
      'data_batch_3.bin is no file of CIFAR-10, record 1 has class 77',
    );
    rmSync(third);
    await expect(read(data)).rejects.toThrow(
      'CIFAR-10 in the binary version, but data_batch_3.bin is missing',
    );
  });
});

describe('IDX files', () => {
  it.each(['', '.gz'] as const)('of the MNIST family, named ...ubyte%s', async (suffix) => {
    const data = made(`mnist${suffix}`, (directory) => writeMnist(directory, 6, 4, suffix));
    const { train, test } = await read(data);
    expect([train.count, test.count, train.channels]).toEqual([6, 4, 1]);
    expect(train.classNames).toEqual(['3', '8']);
    expect([...train.labels]).toEqual([1, 0, 1, 0, 1, 0]);
    const picture = await train.picture(2);
    expect(picture).toMatchObject({ width: 9, height: 7, channels: 1 });
    expect([...picture.pixels.subarray(0, 3)]).toEqual([126, 127, 128].map((i) => (7 * i) % 256));
  });

  it('of images with channels', async () => {
    const data = made('channels', (directory) => {
      for (const split of ['train', 'test']) {
        const pixels = Uint8Array.from({ length: 2 * 4 * 4 * 5 }, (_, i) => i);
        writeIdx(join(directory, `letters-${split}-images-idx4-ubyte`), [2, 4, 4, 5], pixels);
        writeIdx(join(directory, `letters-${split}-labels-idx1-ubyte`), [2], Uint8Array.of(1, 0));
      }
    });
    const { train } = await read(data);
    expect(train.channels).toBe(5);
    expect((await train.picture(1)).pixels[0]).toBe(80);
  });

  it('names what is missing, cut or of another kind', async () => {
    const data = made('bad', (directory) => writeMnist(directory, 6, 4, ''));
    const images = join(data, 'train-images-idx3-ubyte');
    const whole = readFileSync(images);
    writeFileSync(images, whole.subarray(0, 100));
    await expect(read(data)).rejects.toThrow(
      'train-images-idx3-ubyte has 84 bytes after its header, [6,7,9] needs 378; cut short or damaged',
    );
    writeFileSync(images, 'no images at all');
    await expect(read(data)).rejects.toThrow('is no IDX file of unsigned bytes');
    writeIdx(images, [5, 7, 9], new Uint8Array(315));
    await expect(read(data)).rejects.toThrow(
      'train-images-idx3-ubyte has 5 images, train-labels-idx1-ubyte labels of dimensions [6]',
    );
    rmSync(images);
    await expect(read(data)).rejects.toThrow('no IDX file of the train images');
    writeFileSync(`${images}.gz`, whole);
    await expect(read(data)).rejects.toThrow('train-images-idx3-ubyte.gz cannot be unpacked');
    writeIdx(join(data, 'emnist-train-images-idx3-ubyte'), [1, 1, 1], Uint8Array.of(0));
    await expect(read(data)).rejects.toThrow('holds several data sets');
  });
});

describe('folders', () => {
  it('keep the sizes of their images', async () => {
    const data = made('photos');
    const written = await writePhotos(data, ['a', 'b'], 10);
    const { train, test } = await read(data);
    expect([train.count, test.count]).toEqual([16, 4]);
    const shapes = (await Promise.all(Array.from({ length: 16 }, (_, i) => train.picture(i)))).map(
      ({ width, height, pixels }) => `${width} x ${height} ${Buffer.from(pixels).toString('hex')}`,
    );
    const originals = [...written.values()].map(
      ({ width, height, pixels }) => `${width} x ${height} ${Buffer.from(pixels).toString('hex')}`,
    );
    for (const shape of shapes) expect(originals).toContain(shape);
    expect(new Set(shapes).size).toBe(16);
  });

  it('too large for the memory are read when used, with the same views', async () => {
    const data = join(folder, 'photos');
    const kept = (await read(data)).train;
    const left = (await read(data, { imageMemory: 0 })).train;
    expect([kept.source.kind, left.source.kind]).toEqual(['memory', 'files']);
    expect(left.labels).toEqual(kept.labels);
    const recipe = multiCropRecipe({
      ...{ globalSize: 16, localSize: 8, localCrops: 1, globalScale: [0.4, 1], localScale: [0.1, 0.4] },
      ...{ mean: [0, 0, 0], std: [1, 1, 1] },
    });
    const indices = Int32Array.from({ length: 16 }, (_, i) => i);
    expect(await multiCropBatch(left, indices, recipe, 0, 0)).toEqual(
      await multiCropBatch(kept, indices, recipe, 0, 0),
    );
  });

  it.each([1, 4])('are read with %i channels when so many are asked for', async (channels) => {
    const data = join(folder, 'photos');
    const { train } = await read(data, { channels });
    const rgb = await (await read(data)).train.picture(0);
    const picture = await train.picture(0);
    expect(picture).toMatchObject({ width: rgb.width, height: rgb.height, channels });
    const [r, g, b] = rgb.pixels;
    if (channels === 4) expect([...picture.pixels.subarray(0, 4)]).toEqual([r, g, b, 255]);
    else expect(Math.abs(picture.pixels[0] - (0.299 * r + 0.587 * g + 0.114 * b))).toBeLessThanOrEqual(0.51);
    await expect(read(data, { channels: 2 })).rejects.toThrow(
      '--channels must be 1, 3 or 4 for image files, got 2',
    );
  });

  it('turn photos upright and lay transparency over grey', async () => {
    const data = made('odd', (directory) => {
      mkdirSync(join(directory, 'a'));
    });
    const raw = { width: 3, height: 2, channels: 4 } as const;
    const clear = Uint8Array.from({ length: 24 }, (_, i) => (i % 4 === 3 ? 0 : 10 * i));
    await sharp(clear, { raw })
      .png()
      .toFile(join(data, 'a', '0.png'));
    await sharp(clear, { raw })
      .flatten()
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toFile(join(data, 'a', '1.jpg'));
    const { train, test } = await read(data, { batchSize: 1 as never });
    const pictures = [await train.picture(0), await test.picture(0)].sort((a, b) => b.width - a.width);
    expect(pictures[0].pixels).toEqual(new Uint8Array(18).fill(128));
    expect(pictures[1]).toMatchObject({ width: 2, height: 3 });
  });
});

describe('folders of something else', () => {
  it.each([
    ['cifar-10-binary.tar.gz', 'holds cifar-10-binary.tar.gz; unpack it first'],
    ['data_batch_1', 'holds CIFAR in the version for Python; get the binary version'],
    ['mnist.npz', 'holds mnist.npz, which is not read; give folders of JPEG or PNG, CIFAR .bin or IDX files'],
    ['notes.txt', 'holds no class folders; expected <class>/*.jpg, *.jpeg or *.png'],
  ])('with %s', async (file, message) => {
    const data = made(`with ${file}`, (directory) => writeFileSync(join(directory, file), 'x'));
    await expect(read(data)).rejects.toThrow(`--data ${data}: ${message}`);
  });

  it('are read as they are told to be', async () => {
    const data = made('told', (directory) => writeCifar10(directory, 2));
    await expect(read(data, { format: 'folder' })).rejects.toThrow('holds no class folders');
    await expect(read(data, { format: 'idx' })).rejects.toThrow('no IDX file of the train images');
    expect((await read(data, { format: 'cifar' })).train.count).toBe(10);
  });
});
