import { readEvaluateCommandLine } from '../../../../examples/dino-vmf/evaluation/evaluateCommandLine.ts';
import type { EvaluateSettings } from '../../../../examples/dino-vmf/evaluation/evaluateSettings.ts';
import { FeatureStore } from '../../../../examples/dino-vmf/evaluation/FeatureStore.ts';
import type { Context, Subject } from '../../../../examples/dino-vmf/evaluation/Protocol.ts';
import { Task } from '../../../../examples/dino-vmf/evaluation/Task.ts';
import { FEATURE_KINDS } from '../../../../examples/dino-vmf/evaluation/tokenFeatures.ts';
import { channelStatistics, type Dataset } from '../../../../examples/dino-vmf/images/ImageSet.ts';
import { proceduralImages } from '../../../../examples/dino-vmf/images/proceduralImages.ts';
import { initialState, vitShape } from '../../../../examples/dino-vmf/training/trainStep.ts';
import { TINY } from '../tinyConfig.ts';

/** What a protocol is given, with a small network as drawn from the seed, on the given images. */
export async function evaluationContext(
  changed: Partial<EvaluateSettings>,
  dataset: Dataset = proceduralImages(0, 16, 8, TINY.imageSize),
): Promise<{ context: Context; subject: Subject; pixels: Subject }> {
  const defaults = readEvaluateCommandLine(['--run', '-', '--protocol', 'knn']) as EvaluateSettings;
  const vit = vitShape(TINY);
  const statistics = await channelStatistics(dataset.train);
  const task = new Task();
  const context: Context = {
    ...{ config: TINY, vit, statistics, task },
    settings: { ...defaults, ...changed },
    features: new FeatureStore(vit, statistics, FEATURE_KINDS, task),
    dataset: async () => dataset,
  };
  return {
    context,
    subject: { name: 'teacher', parameters: initialState(TINY).teacher },
    pixels: { name: 'pixels', parameters: null },
  };
}
