import { tf } from '../engine.ts';
import { featureDeviation } from '../inspection/featureDeviation.ts';
import type { Parameters } from '../model/parameters.ts';
import { vitFeatures } from '../model/vit.ts';
import type { Config } from '../settings/config.ts';
import { vitShape } from './trainStep.ts';

const MOST_VIEWS = 64;

/** Deviation of the teacher's unit [CLS] features over global views, [views, size, size, channels]: 0 when all are one. */
export async function teacherDeviation(
  teacher: Parameters,
  globals: Float32Array,
  config: Config,
): Promise<number> {
  const { imageSize: size, batchSize, width } = config;
  const views = Math.min(2 * batchSize, MOST_VIEWS);
  const length = globals.length / (2 * batchSize);
  const features = tf.tidy(() =>
    vitFeatures(
      teacher,
      vitShape(config),
      tf.tensor4d(globals.subarray(0, views * length), [views, size, size, length / size ** 2]),
    ),
  );
  const values = (await features.data()) as Float32Array;
  features.dispose();
  return featureDeviation(values, width);
}
