import { tf } from '../engine.ts';
import type { ChannelStatistics, Dataset } from '../images/ImageSet.ts';
import type { Parameters } from '../model/parameters.ts';
import type { Config } from '../settings/config.ts';
import { disposeState, initialState, vitShape } from '../training/trainStep.ts';
import { networkFeatures, pixelFeatures } from './features.ts';
import { knnAccuracy } from './knn.ts';

/** kNN accuracies in [0, 1]; `teacher` along the steps, from the untrained network at step 0 on. */
export interface Evaluations {
  readonly neighbours: number;
  readonly chance: number;
  readonly rawPixels: number;
  readonly untrained: number;
  readonly teacher: readonly { readonly step: number; readonly accuracy: number }[];
}

/** Weighted kNN of a network's [CLS] features: the training images vote on the test images. */
export async function networkAccuracy(
  network: Parameters,
  config: Config,
  dataset: Dataset,
  statistics: ChannelStatistics,
): Promise<number> {
  const train = await networkFeatures(network, vitShape(config), dataset.train, statistics);
  const test = await networkFeatures(network, vitShape(config), dataset.test, statistics);
  return await knnAccuracy(tf, train, test, dataset.train.classNames.length, config.neighbours);
}

/** What there is before the first step: raw pixels, and the network as it is drawn from the seed. */
export async function baseline(
  config: Config,
  dataset: Dataset,
  statistics: ChannelStatistics,
): Promise<Evaluations> {
  const classes = dataset.train.classNames.length;
  const pixels = [
    await pixelFeatures(dataset.train, statistics.mean),
    await pixelFeatures(dataset.test, statistics.mean),
  ] as const;
  const rawPixels = await knnAccuracy(tf, ...pixels, classes, config.neighbours);
  const untouched = initialState(config);
  const untrained = await networkAccuracy(untouched.teacher, config, dataset, statistics);
  disposeState(untouched);
  return {
    neighbours: config.neighbours,
    chance: 1 / classes,
    rawPixels,
    untrained,
    teacher: [{ step: 0, accuracy: untrained }],
  };
}

/** The accuracy of the teacher when it was last measured. */
export function trainedAccuracy({ teacher }: Evaluations): number {
  return (teacher.at(-1) as { accuracy: number }).accuracy;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
