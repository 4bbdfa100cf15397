import type { FileSource } from './fileImages.ts';
import type { MemorySource } from './memoryImages.ts';

/** A decoded image: `pixels` is [height, width, channels], 8 bits. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** Where the pixels of a set are, in a form that can be sent to a thread. */
export type PixelSource = MemorySource | FileSource;

/** Images of any shapes and one number of channels, with their class labels. */
export interface ImageSet {
  readonly count: number;
  readonly channels: number;
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  readonly source: PixelSource;
  /** Image i, read from its file where the set is not kept in memory. */
  picture(i: number): Promise<Picture>;
}

/** The images to train on (also the memory of kNN) and the images to test on. */
export interface Dataset {
  readonly name: string;
  readonly train: ImageSet;
  readonly test: ImageSet;
  /** Remarks the user should read, for example how many corrupt files were skipped. */
  readonly warnings: readonly string[];
}

/** Mean and standard deviation of each channel on the scale [0, 1]. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** As many images of a set that is read from files tell its statistics. */
const SAMPLED_FILES = 2000;

/** Over all pixels of a set in memory, or of 2,000 images spread over a set that is read from files. */
export async function channelStatistics(images: ImageSet): Promise<ChannelStatistics> {
  const { channels, count, source } = images;
  const sum = new Float64Array(channels);
  const squares = new Float64Array(channels);
  const looked = source.kind === 'files' ? Math.min(count, SAMPLED_FILES) : count;
  let n = 0;
  for (let k = 0; k < looked; k++) {
    const { pixels } = await images.picture(Math.floor((k * count) / looked));
    for (let i = 0, c = 0; i < pixels.length; i++, c = c + 1 === channels ? 0 : c + 1) {
      const x = (pixels[i] as number) / 255;
      sum[c] = (sum[c] as number) + x;
      squares[c] = (squares[c] as number) + x * x;
    }
    n += pixels.length / channels;
  }
  const mean = Array.from(sum, (s) => s / n);
  const std = Array.from(squares, (s, c) => Math.sqrt(Math.max(s / n - (mean[c] as number) ** 2, 1e-6)));
  return { mean, std };
}
