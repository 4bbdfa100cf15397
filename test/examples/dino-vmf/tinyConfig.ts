import type { Config } from '../../../examples/dino-vmf/settings/config.ts';
import { DEFAULTS } from '../../../examples/dino-vmf/settings/config.ts';

/** A network and views small enough for a step in milliseconds. */
export const TINY: Config = {
  ...DEFAULTS,
  steps: 6,
  batchSize: 8,
  width: 24,
  depth: 1,
  heads: 3,
  headHidden: 32,
  bottleneck: 16,
  prototypes: 32,
  localCrops: 2,
  imageSize: 16,
  localSize: 8,
  patchSize: 8,
};
