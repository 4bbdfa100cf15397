import { setImmediate } from 'node:timers/promises';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Config } from './config.ts';
import { startEngine, tf } from './engine.ts';
import { networkFeatures, pixelFeatures } from './features.ts';
import { channelStatistics, type Dataset, fingerprint } from './images/ImageSet.ts';
import { imageFolder } from './images/imageFolder.ts';
import { proceduralImages } from './images/proceduralImages.ts';
import { type MultiCropRecipe, multiCropBatch, multiCropRecipe } from './images/views.ts';
import { knnAccuracy } from './knn.ts';
import { NORMS } from './model/head.ts';
import { countOf, type Parameters, parameter } from './model/parameters.ts';
import { duration, startProgress } from './progress.ts';
import { provenance } from './provenance.ts';
import { PURPOSE, Random } from './random.ts';
import { writeReport } from './report/writeReport.ts';
import { type Evaluations, type Metrics, RunFolder, spread } from './runFolder.ts';
import {
  disposeState,
  initialState,
  type StepReport,
  type TrainState,
  trainStep,
  vitShape,
} from './trainStep.ts';
import { UserError } from './UserError.ts';

const BUILT_IN_IMAGES = 1024;

/** Asks a run to stop: `requested` is looked at after every step. */
export interface StopSignal {
  requested: boolean;
}

/** A run from its start: `out` is the folder to make. True when it was finished, false when stopped. */
export async function startRun(config: Config, out: string, stop: StopSignal): Promise<boolean> {
  const engine = await startEngine(config.engine);
  console.log(`engine: ${engine.name} (${engine.why})`);
  const dataset = await loadImages(config);
  const settled = { ...config, steps: stepsOf(config, dataset) };
  const folder = RunFolder.create(out);
  folder.writeJson('config.json', { ...provenance(engine.name, dataset), config: settled });
  registerGradients();
  const run = { config: settled, folder, dataset, engine: engine.name, images: fingerprint(dataset) };
  return await trainToTheEnd(run, initialState(settled), stop);
}

/** Goes on with the run in `path` from its checkpoint; the engine may be another one. */
export async function resumeRun(
  path: string,
  engineChoice: Config['engine'] | null,
  stop: StopSignal,
): Promise<boolean> {
  const folder = RunFolder.open(path);
  const engine = await startEngine(engineChoice ?? 'auto');
  const { header, state } = readCheckpoint(folder.checkpoint);
  console.log(`engine: ${engine.name} (${engine.why})`);
  if (engine.name !== header.engine) {
    console.log(
      `warning: the run began on ${header.engine}; on ${engine.name} it goes on, but not bit for bit`,
    );
  }
  const dataset = await loadImages(header.config);
  if (fingerprint(dataset) !== header.images) {
    throw new UserError(`--resume ${path}: the images of ${dataset.name} are not those the run began with`);
  }
  registerGradients();
  folder.truncateMetrics(state.step);
  console.log(`resuming ${path} after step ${state.step} of ${header.config.steps}`);
  const run = { config: header.config, folder, dataset, engine: engine.name, images: header.images };
  return await trainToTheEnd(run, state, stop);
}

interface Run {
  readonly config: Config;
  readonly folder: RunFolder;
  readonly dataset: Dataset;
  readonly engine: string;
  readonly images: string;
}

async function loadImages(config: Config): Promise<Dataset> {
  const { data, limit, seed, imageSize: size, skipCorrupt } = config;
  const count = limit ?? BUILT_IN_IMAGES;
  const dataset =
    data === null
      ? proceduralImages(seed, count, Math.max(8, Math.round(count / 2)), size)
      : await imageFolder(data, { size, seed, limit, skipCorrupt });
  for (const warning of dataset.warnings) console.log(`warning: ${warning}`);
  const { train, test } = dataset;
  console.log(
    `images: ${dataset.name}, ${train.classNames.length} classes, ${train.count} to train, ${test.count} to test`,
  );
  if (train.count < config.batchSize) {
    throw new UserError(`--batch-size ${config.batchSize} needs as many training images, got ${train.count}`);
  }
  return dataset;
}

function stepsOf({ steps, epochs, batchSize }: Config, dataset: Dataset): number {
  return epochs === null
    ? steps
    : Math.max(1, Math.round(epochs * Math.floor(dataset.train.count / batchSize)));
}

async function trainToTheEnd(run: Run, state: TrainState, stop: StopSignal): Promise<boolean> {
  const { config, folder, dataset } = run;
  const statistics = channelStatistics(dataset.train);
  const recipe = multiCropRecipe({
    ...config,
    globalSize: config.imageSize,
    globalScale: [config.globalScaleMin, 1],
    localScale: [config.localScaleMin, config.localScaleMax],
    ...statistics,
  });
  console.log(
    `network: ${countOf(state.student).toLocaleString('en')} weights, K = ${config.prototypes} prototypes on the sphere of R^${config.bottleneck}, ln K = ${Math.log(config.prototypes).toFixed(4)}`,
  );
  const accuracy = (network: Parameters) => {
    const features = (images: Dataset['train']) =>
      networkFeatures(network, vitShape(config), images, statistics);
    return knnAccuracy(
      tf,
      features(dataset.train),
      features(dataset.test),
      dataset.train.classNames.length,
      config.neighbours,
    );
  };
  let evaluations = baseline(run, statistics.mean, accuracy, state.step);
  folder.writeJson('evaluations.json', evaluations);

  const started = performance.now();
  const progress = startProgress(state.step, config.steps, config.batchSize);
  let saved = state.step > 0 ? state.step : null;
  const kept = () =>
    saved === null
      ? 'No checkpoint was written yet.'
      : `The checkpoint of step ${saved} is intact; go on with --resume ${folder.path}`;
  const save = () => {
    writeCheckpoint(folder.checkpoint, state, { ...run, position: positionAt(state.step, run) });
    saved = state.step;
  };
  try {
    while (state.step < config.steps && !stop.requested) {
      // A step on wasm or cpu never waits for anything: let signals and the terminal have their turn.
      await setImmediate();
      const metrics = await oneStep(run, state, recipe, kept);
      folder.appendMetrics(metrics, kept());
      progress.update(state.step, metrics.loss);
      if (state.step % config.checkpointEvery === 0 || state.step === config.steps) save();
      const due = config.evaluateEvery > 0 && state.step % config.evaluateEvery === 0;
      if (due || state.step === config.steps) {
        const teacher = [...evaluations.teacher, { step: state.step, accuracy: accuracy(state.teacher) }];
        evaluations = { ...evaluations, teacher };
        folder.writeJson('evaluations.json', evaluations);
        progress.say(
          `step ${state.step}: kNN of the teacher ${percent((teacher.at(-1) as { accuracy: number }).accuracy)}`,
        );
      }
    }
    if (state.step < config.steps && saved !== state.step && state.step > 0) save();
  } finally {
    progress.stop();
    folder.close();
  }
  if (state.step < config.steps) {
    console.log(
      saved === null
        ? 'stopped before the first step; nothing to resume'
        : `stopped after step ${state.step}; go on with --resume ${folder.path}`,
    );
    return false;
  }
  if (evaluations.teacher.at(-1)?.step !== state.step) {
    evaluations = {
      ...evaluations,
      teacher: [...evaluations.teacher, { step: state.step, accuracy: accuracy(state.teacher) }],
    };
    folder.writeJson('evaluations.json', evaluations);
  }
  await writeReport({ folder, config, dataset, recipe, evaluations, teacherNorms: normsOf(state.teacher) });
  sayResult(folder, evaluations, (performance.now() - started) / 1000);
  disposeState(state);
  return true;
}

async function oneStep(
  run: Run,
  state: TrainState,
  recipe: MultiCropRecipe,
  kept: () => string,
): Promise<Metrics> {
  const { config, dataset } = run;
  const { epoch, batch } = positionAt(state.step, run);
  const started = performance.now();
  const order = Random.keyed(config.seed, PURPOSE.order, epoch).permutation(dataset.train.count);
  const indices = order.subarray(batch * config.batchSize, (batch + 1) * config.batchSize);
  const views = multiCropBatch(dataset.train, indices, recipe, config.seed, state.step);
  const cut = performance.now();
  let report: StepReport;
  try {
    report = await trainStep(state, views, config);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${error.message} ${kept()}`);
    throw error;
  }
  const ended = performance.now();
  const studentNorms = normsOf(state.student);
  return {
    step: state.step,
    epoch: epoch + (batch + 1) / Math.floor(dataset.train.count / config.batchSize),
    ...report,
    lnK: Math.log(config.prototypes),
    prototypeNorm: spread(studentNorms),
    kappaStudent: spread(studentNorms, 1 / config.studentTemperature),
    kappaTeacher: spread(normsOf(state.teacher), 1 / report.teacherTemperature),
    imagesPerSecond: (1000 * config.batchSize) / (ended - started),
    viewShare: (cut - started) / (ended - started),
  };
}

/** Which pass over the images and which batch of it a step takes; the last, partial batch is left out. */
function positionAt(step: number, { config, dataset }: Run): { epoch: number; batch: number } {
  const batches = Math.floor(dataset.train.count / config.batchSize);
  return { epoch: Math.floor(step / batches), batch: step % batches };
}

/** ‖w‖ = |g| of each prototype. */
function normsOf(network: Parameters): Float32Array {
  return parameter(network, NORMS).dataSync() as Float32Array;
}

/** kNN on raw pixels and on the network before training; a resumed run takes over what was measured. */
function baseline(
  run: Run,
  mean: readonly number[],
  accuracy: (network: Parameters) => number,
  step: number,
): Evaluations {
  const { config, dataset, folder } = run;
  const before = step > 0 ? folder.readJson<Evaluations>('evaluations.json') : null;
  if (before) return { ...before, teacher: before.teacher.filter((evaluation) => evaluation.step <= step) };
  const classes = dataset.train.classNames.length;
  console.log(
    `measuring kNN of raw pixels and of the untrained network, ${dataset.test.count} against ${dataset.train.count} images ...`,
  );
  const rawPixels = knnAccuracy(
    tf,
    pixelFeatures(dataset.train, mean),
    pixelFeatures(dataset.test, mean),
    classes,
    config.neighbours,
  );
  const untouched = initialState(config);
  const untrained = accuracy(untouched.teacher);
  disposeState(untouched);
  console.log(
    `kNN before training: raw pixels ${percent(rawPixels)}, untrained network ${percent(untrained)}, chance ${percent(1 / classes)}`,
  );
  return {
    neighbours: config.neighbours,
    chance: 1 / classes,
    rawPixels,
    untrained,
    teacher: [{ step: 0, accuracy: untrained }],
  };
}

function sayResult(folder: RunFolder, evaluations: Evaluations, seconds: number): void {
  const trained = (evaluations.teacher.at(-1) as { accuracy: number }).accuracy;
  console.log(
    `kNN after training: ${percent(trained)} (untrained ${percent(evaluations.untrained)}, raw pixels ${percent(evaluations.rawPixels)})`,
  );
  console.log(`trained in ${duration(seconds)}; report: ${folder.file('report.html')}`);
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
