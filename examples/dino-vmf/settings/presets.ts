import type { Config } from './config.ts';

/** A named set of settings; what the command line says goes before it. */
export interface Preset {
  readonly about: string;
  readonly settings: Partial<Config>;
}

const vit = (width: number, heads: number): Partial<Config> => ({
  width,
  heads,
  depth: 12,
  headHidden: 2048,
  bottleneck: 256,
  initialization: 'dino',
  dropPath: 0.1,
  positionOffset: 0.1,
  patchPrototypes: 8192,
  patchTemperatureStart: 0.04,
  patchTemperature: 0.07,
});

/** DINO's schedules: all that it does by the epoch is by the epoch here too. */
const DINO_RATE: Partial<Config> = {
  ...{ learningRate: 0.0005, learningRateScaling: 'linear', warmup: '10ep' },
  ...{ freezeLastLayer: '1ep', teacherTemperatureBy: 'epoch' },
};

/** Views as published; of 32 pixels too in the recipe for CIFAR-10. */
const views: Partial<Config> = {
  ...{ globalScaleMin: 0.4, localScaleMin: 0.05, localScaleMax: 0.4, blurUnit: 'pixels' },
};

/** Recipes by name. `tiny` is what the trainer does when it is told nothing. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  tiny: { about: 'built-in images, minutes on two cores', settings: {} },
  cifar10: {
    about: 'ViT-Ti/4 on 32-pixel images, 100 epochs; give --data',
    settings: {
      ...vit(192, 3),
      ...views,
      ...{ imageSize: 32, patchSize: 4, localCrops: 8, localSize: 32, prototypes: 8192 },
      ...{ epochs: 100, batchSize: 128, ...DINO_RATE, emaMomentum: 0.996, clip: 3 },
      ...{ teacherTemperatureStart: 0.04, teacherTemperature: 0.07, teacherTemperatureWarmup: '30ep' },
    },
  },
  'vit-small': {
    about: 'ViT-S/16 at 224 pixels as in the paper; give --data',
    settings: {
      ...vit(384, 6),
      ...views,
      ...{ pixelNormalisation: 'imagenet' },
      ...{ imageSize: 224, patchSize: 16, localCrops: 8, localSize: 96, prototypes: 65536 },
      ...{ epochs: 800, batchSize: 1024, ...DINO_RATE, emaMomentum: 0.996, clip: 3 },
      ...{ teacherTemperatureStart: 0.04, teacherTemperature: 0.07, teacherTemperatureWarmup: '50ep' },
    },
  },
  'vit-base': {
    about: 'ViT-B/16 at 224 pixels as in the paper; give --data',
    settings: {
      ...vit(768, 12),
      ...views,
      ...{ pixelNormalisation: 'imagenet' },
      ...{ imageSize: 224, patchSize: 16, localCrops: 8, localSize: 96, prototypes: 65536 },
      ...{ epochs: 400, batchSize: 512, ...DINO_RATE, learningRate: 0.00075, emaMomentum: 0.996, clip: 0.3 },
      ...{ teacherTemperatureStart: 0.04, teacherTemperature: 0.07, teacherTemperatureWarmup: '30ep' },
    },
  },
  'ibot-small': {
    about: 'iBOT-vMF, ViT-S/16 at 224 pixels as published; give --data',
    settings: {
      ...vit(384, 6),
      ...{ method: 'ibot', imageSize: 224, patchSize: 16, prototypes: 8192, clip: 3 },
      ...{ localCrops: 10, localSize: 96, globalScaleMin: 0.25, localScaleMin: 0.05, localScaleMax: 0.25 },
      ...{ blurUnit: 'pixels' },
      ...{ epochs: 800, batchSize: 1024, ...DINO_RATE, emaMomentum: 0.996, pixelNormalisation: 'imagenet' },
      ...{ teacherTemperatureStart: 0.04, teacherTemperature: 0.07, teacherTemperatureWarmup: '30ep' },
    },
  },
};
