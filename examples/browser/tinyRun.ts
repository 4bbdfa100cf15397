import type { Config } from '../dino-vmf/settings/config.ts';

/** Settings of a run that a page can take: 32 px, a transformer of width 64 and depth 2, 1024 prototypes. */
export const tinyRun = (steps: number): Partial<Config> => ({
  steps,
  ...{ imageSize: 32, localSize: 16, localCrops: 2, patchSize: 8, batchSize: 8 },
  ...{ width: 64, depth: 2, heads: 4, headHidden: 128, bottleneck: 64, prototypes: 1024 },
});
