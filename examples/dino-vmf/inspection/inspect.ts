import { tf } from '../engine.ts';
import { NORMS, prototypes } from '../model/head.ts';
import { type Parameters, parameter } from '../model/parameters.ts';
import { vitFeatures } from '../model/vit.ts';
import type { Config } from '../settings/config.ts';
import { type TrainState, vitShape } from '../training/trainStep.ts';
import { featureDeviation } from './featureDeviation.ts';
import { type Histogram, histogram } from './histogram.ts';
import { rankMe } from './rankMe.ts';
import { uniquePrototypes } from './uniquePrototypes.ts';
import type { WinnerCounts } from './WinnerCounts.ts';

/** One line of inspections.jsonl: what is too costly to measure after every step. */
export interface Inspection {
  /** Steps done. */
  readonly step: number;
  /** The teacher's prototypes after those whose cosine is above 0.9 are counted once, and the largest such set. */
  readonly uniquePrototypes: number;
  readonly largestDuplicateSet: number;
  /** Share of the prototypes that are the teacher's first choice for none of `winnerViews` recent views. */
  readonly voidShare: number;
  /** Share of those views that the most chosen prototype got. */
  readonly largestWinnerShare: number;
  readonly winnerViews: number;
  /** Of κ = ‖w‖/τ, each network's own. */
  readonly kappaStudent: Histogram;
  readonly kappaTeacher: Histogram;
  /** Of the teacher's [CLS] features of `featureViews` global views of the batch. */
  readonly featureDeviation: number;
  readonly rankMe: number;
  readonly featureViews: number;
}

/** Prototypes closer than this count as one (the paper's Table 4). */
const DUPLICATE_COSINE = 0.9;
const BINS = 30;
/** More views would make the eigenvalues behind RankMe costlier than a training step. */
const MOST_VIEWS = 256;

/**
 * Looks at the networks after a step: `globals` are the global views of its batch, [views, size, size, channels],
 * `teacherTemperature` that of its targets.
 */
export async function inspect(
  state: TrainState,
  globals: Float32Array,
  winners: WinnerCounts,
  teacherTemperature: number,
  config: Config,
): Promise<Inspection> {
  const w = tf.tidy(() => prototypes(state.teacher));
  const sets = await uniquePrototypes(w, DUPLICATE_COSINE);
  w.dispose();
  const features = await teacherFeatures(state.teacher, globals, config);
  return {
    step: state.step,
    uniquePrototypes: sets.unique,
    largestDuplicateSet: sets.largest,
    voidShare: winners.voidShare,
    largestWinnerShare: winners.largestShare,
    winnerViews: winners.views,
    kappaStudent: await kappas(state.student, config.studentTemperature),
    kappaTeacher: await kappas(state.teacher, teacherTemperature),
    featureDeviation: featureDeviation(features, config.width),
    rankMe: rankMe(features, config.width),
    featureViews: features.length / config.width,
  };
}

async function kappas(network: Parameters, temperature: number): Promise<Histogram> {
  const norms = await parameter(network, NORMS).data();
  return histogram(
    Float64Array.from(norms, (g) => Math.abs(g) / temperature),
    BINS,
  );
}

async function teacherFeatures(
  teacher: Parameters,
  globals: Float32Array,
  config: Config,
): Promise<Float32Array> {
  const { imageSize: size, batchSize } = config;
  const views = Math.min(2 * batchSize, MOST_VIEWS);
  const length = globals.length / (2 * batchSize);
  const features = tf.tidy(() => {
    const images = tf.tensor4d(globals.subarray(0, views * length), [
      views,
      size,
      size,
      length / (size * size),
    ]);
    return vitFeatures(teacher, vitShape(config), images);
  });
  const values = (await features.data()) as Float32Array;
  features.dispose();
  return values;
}
