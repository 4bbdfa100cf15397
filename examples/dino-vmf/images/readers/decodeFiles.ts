import { join } from 'node:path';
import { UserError } from '../../UserError.ts';
import { decodeImage } from '../decodeImage.ts';
import { fileImages } from '../fileImages.ts';
import type { ImageSet, Picture } from '../ImageSet.ts';
import { memoryImages } from '../memoryImages.ts';
import { sharedBytes } from '../sharedBytes.ts';
import type { ReadOptions } from './ReadOptions.ts';

const DECODES_AT_ONCE = 8;
const SECONDS_BETWEEN_LINES = 5;

/**
 * The images of `files`, decoded into memory, or left in their files when they take more than `imageMemory`. Files that
 * cannot be decoded fail, named, or are left out with a warning (`skipCorrupt`); those of a set that stays
 * in its files are met in training, unless they are to be left out: then all are decoded once.
 */
export async function decodeFiles(
  directory: string,
  files: readonly string[],
  labels: Int32Array,
  classNames: readonly string[],
  { channels, imageMemory, skipCorrupt }: ReadOptions,
): Promise<{ images: ImageSet; warning: string | null }> {
  let pictures: (Picture | null)[] | null = files.map(() => null);
  const corrupt: number[] = [];
  let bytes = 0;
  let next = 0;
  let said = performance.now();
  const work = async () => {
    while (next < files.length && (pictures !== null || skipCorrupt)) {
      const i = next++;
      try {
        const picture = await decodeImage(join(directory, files[i] as string), channels);
        bytes += picture.pixels.length;
        if (pictures) pictures[i] = picture;
        if (bytes > imageMemory * 2 ** 20) pictures = null;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        corrupt.push(i);
      }
      if (performance.now() - said < SECONDS_BETWEEN_LINES * 1000) continue;
      said = performance.now();
      console.log(`decoded ${next} of ${files.length} images`);
    }
  };
  await Promise.all(Array.from({ length: DECODES_AT_ONCE }, work));

  const bad = new Set(corrupt);
  const kept = files.map((_, i) => i).filter((i) => !bad.has(i));
  const keptLabels = Int32Array.from(kept, (i) => labels[i] as number);
  let warning: string | null = null;
  if (bad.size > 0) {
    const names = corrupt.sort((a, b) => a - b).map((i) => files[i]);
    const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ', ...' : '');
    const what = `${names.length} of ${files.length} images cannot be decoded: ${shown}`;
    if (!skipCorrupt) {
      throw new UserError(
        `--data ${directory}: ${what}. Repair or remove them, or pass --skip-corrupt to go on without.`,
      );
    }
    warning = `skipped corrupt files, ${what}`;
  }
  if (pictures === null) {
    console.log(
      `more than --image-memory ${imageMemory} MiB of images, they are read from their files when used`,
    );
    const source = {
      kind: 'files',
      channels,
      directory,
      files: kept.map((i) => files[i] as string),
    } as const;
    return { images: fileImages(source, keptLabels, classNames), warning };
  }
  const all = kept.map((i) => (pictures as Picture[])[i] as Picture);
  return { images: memoryImages(joined(all, channels, bytes), keptLabels, classNames), warning };
}

function joined(pictures: readonly Picture[], channels: number, bytes: number) {
  const pixels = sharedBytes(bytes);
  let at = 0;
  for (const picture of pictures) {
    pixels.set(picture.pixels, at);
    at += picture.pixels.length;
  }
  return {
    kind: 'memory',
    channels,
    widths: Int32Array.from(pictures, ({ width }) => width),
    heights: Int32Array.from(pictures, ({ height }) => height),
    pixels,
  } as const;
}
