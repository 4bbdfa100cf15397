import type { ChunkRules } from './eachChunk.ts';
import type { MixtureStreamOptions } from './MixtureStreamOptions.ts';

/** What the chunks are checked against. */
export const chunkRules = (k: number, { dimension, normalize, noise }: MixtureStreamOptions): ChunkRules => ({
  ...{ dimension, normalize, k },
  hasNoise: noise !== undefined && noise !== false,
});
