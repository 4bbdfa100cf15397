import { type Config, DEFAULTS } from '../../examples/dino-vmf/settings/config.ts';

const common = {
  ...DEFAULTS,
  imageSize: 32,
  localSize: 16,
  steps: 1000,
  warmup: 0,
  learningRate: 1e-4,
  freezeLastLayer: 0,
} as Config;

/** Sizes of a step of training. A: small in everything, calls count. B: products count. */
export const presets: Readonly<Record<string, Config>> = {
  A: {
    ...common,
    localCrops: 2,
    patchSize: 8,
    width: 64,
    depth: 2,
    heads: 4,
    headHidden: 128,
    bottleneck: 64,
    prototypes: 1024,
    batchSize: 8,
  },
  B: {
    ...common,
    localCrops: 4,
    patchSize: 4,
    width: 192,
    depth: 4,
    heads: 3,
    headHidden: 512,
    bottleneck: 256,
    prototypes: 4096,
    batchSize: 16,
  },
};
