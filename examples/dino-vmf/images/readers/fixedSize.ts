import { chosenIndices } from '../chosenIndices.ts';
import type { ImageSet } from '../ImageSet.ts';
import { memoryImages } from '../memoryImages.ts';
import { sharedBytes } from '../sharedBytes.ts';
import type { ReadOptions } from './ReadOptions.ts';

/** A split of images of one size: `copy` writes the pixels of image i. */
export interface FixedSize {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly labels: Int32Array;
  copy(i: number, out: Uint8Array): void;
}

/** The images of a split that the limit keeps. */
export function fixedSize(
  { width, height, channels, labels, copy }: FixedSize,
  classNames: readonly string[],
  options: ReadOptions,
  split: number,
): ImageSet {
  const chosen = chosenIndices(labels, classNames.length, options, split);
  const length = width * height * channels;
  const pixels = sharedBytes(chosen.length * length);
  chosen.forEach((i, at) => {
    copy(i, pixels.subarray(at * length, (at + 1) * length));
  });
  const side = (value: number) => new Int32Array(chosen.length).fill(value);
  return memoryImages(
    { kind: 'memory', channels, widths: side(width), heights: side(height), pixels },
    chosen.map((i) => labels[i] as number),
    classNames,
  );
}
