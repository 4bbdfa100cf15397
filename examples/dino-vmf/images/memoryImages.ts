import type { ImageSet } from './ImageSet.ts';

/** All pixels of a set in one array, image after image, each [height, width, channels]. */
export interface MemorySource {
  readonly kind: 'memory';
  readonly channels: number;
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  readonly pixels: Uint8Array;
}

/** The set of images whose pixels are in memory; a picture is a view on its bytes, not a copy. */
export function memoryImages(
  source: MemorySource,
  labels: Int32Array,
  classNames: readonly string[],
): ImageSet {
  const { channels, widths, heights, pixels } = source;
  const starts = new Float64Array(widths.length + 1);
  for (let i = 0; i < widths.length; i++) {
    starts[i + 1] = (starts[i] as number) + (widths[i] as number) * (heights[i] as number) * channels;
  }
  return {
    count: widths.length,
    channels,
    labels,
    classNames,
    source,
    picture: async (i) => ({
      width: widths[i] as number,
      height: heights[i] as number,
      channels,
      pixels: pixels.subarray(starts[i] as number, starts[i + 1] as number),
    }),
  };
}
