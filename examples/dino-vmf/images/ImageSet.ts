import { createHash } from 'node:crypto';

/** Square RGB images of one size with their class labels: `pixels` is [count, size, size, 3], 8 bits. */
export interface ImageSet {
  readonly size: number;
  readonly count: number;
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
}

/** The images to train on (also the memory of kNN) and the images to test on. */
export interface Dataset {
  readonly name: string;
  readonly train: ImageSet;
  readonly test: ImageSet;
  /** Remarks the user should read, for example how many corrupt files were skipped. */
  readonly warnings: readonly string[];
}

/** Image i of the set as a view on its bytes, not a copy. */
export function imageAt(images: ImageSet, i: number): Uint8Array {
  const length = images.size * images.size * 3;
  return images.pixels.subarray(i * length, (i + 1) * length);
}

/** Mean and standard deviation of each channel on the scale [0, 1]. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What the views are normalised with. */
export function channelStatistics(images: ImageSet): ChannelStatistics {
  const sum = [0, 0, 0];
  const squares = [0, 0, 0];
  for (let i = 0; i < images.pixels.length; i++) {
    const x = (images.pixels[i] as number) / 255;
    sum[i % 3] = (sum[i % 3] as number) + x;
    squares[i % 3] = (squares[i % 3] as number) + x * x;
  }
  const n = images.pixels.length / 3;
  const mean = sum.map((s) => s / n);
  const std = squares.map((s, c) => Math.sqrt(Math.max(s / n - (mean[c] as number) ** 2, 1e-6)));
  return { mean, std };
}

/** SHA-256 over pixels and labels: a resumed run refuses to go on with other images. */
export function fingerprint(dataset: Dataset): string {
  const hash = createHash('sha256');
  for (const set of [dataset.train, dataset.test]) {
    hash.update(`${set.count}x${set.size};`).update(set.pixels).update(Uint8Array.from(set.labels));
  }
  return hash.digest('hex');
}
