import { type Config, DEFAULTS } from '../../examples/dino-vmf/settings/config.ts';
import { PRESETS } from '../../examples/dino-vmf/settings/presets.ts';

export interface BenchPreset {
  readonly config: Config;
  /** Whether it is measured where none is named: those are done in a minute. */
  readonly isUsual: boolean;
  /** Steps before the rounds: V8 compiles what is called often for a while. */
  readonly warmUps: number;
  readonly rounds: number;
  /** What it asks for, where that is more than any machine has. */
  readonly needsGpu?: true;
}

const common = { ...DEFAULTS, steps: 1000, warmup: 0, learningRate: 1e-4, freezeLastLayer: 0 } as Config;
const recipe = (name: 'cifar10' | 'vit-small', batchSize: number): Config => ({
  ...common,
  ...PRESETS[name]?.settings,
  ...{ steps: 1000, epochs: null, warmup: 0, learningRate: 1e-4, learningRateScaling: 'none', batchSize },
  ...{ freezeLastLayer: 0, teacherTemperatureBy: 'step', teacherTemperatureWarmup: 0.3, dropPath: 0 },
});

/** Sizes of a step of training. */
export const presets: Readonly<Record<string, BenchPreset>> = {
  /** Small in everything: calls count. */
  A: {
    config: {
      ...common,
      ...{ imageSize: 32, localSize: 16, localCrops: 2, patchSize: 8, width: 64, depth: 2, heads: 4 },
      ...{ headHidden: 128, bottleneck: 64, prototypes: 1024, batchSize: 8 },
    },
    isUsual: true,
    warmUps: 30,
    rounds: 15,
  },
  /** Products count. */
  B: {
    config: {
      ...common,
      ...{ imageSize: 32, localSize: 16, localCrops: 4, patchSize: 4, width: 192, depth: 4, heads: 3 },
      ...{ headHidden: 512, bottleneck: 256, prototypes: 4096, batchSize: 16 },
    },
    isUsual: true,
    warmUps: 3,
    rounds: 7,
  },
  /** ViT-Ti/4 on 2 + 8 crops of 32 px, K = 8192, as for CIFAR-10; ours a view at a time, which wasm's 4 GB hold. */
  'vit-tiny': {
    config: { ...recipe('cifar10', 128), ...{ accumulate: 'views' } },
    isUsual: false,
    warmUps: 0,
    rounds: 2,
  },
  /** ViT-S/16 on 2 crops of 224 px and 8 of 96, K = 65536, as in the paper. */
  'vit-small': { config: recipe('vit-small', 32), isUsual: false, warmUps: 2, rounds: 5, needsGpu: true },
};
