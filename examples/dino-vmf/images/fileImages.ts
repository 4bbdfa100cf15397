import { join } from 'node:path';
import { decodeImage } from './decodeImage.ts';
import type { ImageSet } from './ImageSet.ts';

/** Files that are decoded whenever one of their images is used. */
export interface FileSource {
  readonly kind: 'files';
  readonly channels: number;
  readonly directory: string;
  /** Relative to the directory. */
  readonly files: readonly string[];
}

/** The set of images that stay in their files. */
export function fileImages(source: FileSource, labels: Int32Array, classNames: readonly string[]): ImageSet {
  const { channels, directory, files } = source;
  return {
    count: files.length,
    channels,
    labels,
    classNames,
    source,
    picture: (i) => decodeImage(join(directory, files[i] as string), channels),
  };
}
