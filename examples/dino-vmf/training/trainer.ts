import { setImmediate } from 'node:timers/promises';
import type { EngineName } from 'von-mises-fisher/engines';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { describeEngine, startEngine } from '../engine.ts';
import {
  baseline,
  type Evaluations,
  networkAccuracy,
  percent,
  trainedAccuracy,
} from '../evaluation/evaluation.ts';
import { fingerprint } from '../images/fingerprint.ts';
import type { ChannelStatistics, Dataset } from '../images/ImageSet.ts';
import { loadImages } from '../images/loadImages.ts';
import { normalisation } from '../images/normalisation.ts';
import { ViewLoader } from '../images/ViewLoader.ts';
import { multiCropRecipe } from '../images/views.ts';
import { NORMS } from '../model/head.ts';
import { countOf, type Parameters, parameter } from '../model/parameters.ts';
import { writeReport } from '../report/writeReport.ts';
import { readCheckpoint, stateOf, writeCheckpoint } from '../run/checkpoint.ts';
import { provenance } from '../run/provenance.ts';
import { type Metrics, RunFolder, spread } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import { UserError } from '../UserError.ts';
import { DataOrder } from './DataOrder.ts';
import { duration, startProgress } from './progress.ts';
import { disposeState, initialState, type TrainState, trainStep } from './trainStep.ts';

/** Asks a run to stop: `requested` is looked at after every step. */
export interface StopSignal {
  requested: boolean;
}

interface Run {
  readonly config: Config;
  readonly folder: RunFolder;
  readonly dataset: Dataset;
  readonly engine: EngineName;
  /** Fingerprint of the images. */
  readonly images: string;
}

/** A run from its start: `out` is the folder to make. True when it was finished, false when stopped. */
export async function startRun(config: Config, out: string, stop: StopSignal): Promise<boolean> {
  const engine = await startEngine(config.engine);
  console.log(describeEngine(engine));
  const dataset = await loadImages(config);
  const { epochs, batchSize } = config;
  const passes = (n: number) => Math.max(1, Math.round(n * Math.floor(dataset.train.count / batchSize)));
  const settled = {
    ...config,
    channels: dataset.train.channels,
    steps: epochs === null ? config.steps : passes(epochs),
  };
  const folder = RunFolder.create(out);
  folder.writeJson('config.json', { ...provenance(engine.name, dataset), config: settled });
  const run = { config: settled, folder, dataset, engine: engine.name, images: fingerprint(dataset) };
  return await trainToTheEnd(run, initialState(settled), stop);
}

/** Goes on with the run in `path` from its checkpoint, on the engine it began on or the one that is asked for. */
export async function resumeRun(
  path: string,
  engineChoice: Config['engine'] | null,
  stop: StopSignal,
): Promise<boolean> {
  const folder = RunFolder.open(path);
  const { header, tensors } = readCheckpoint(folder.checkpoint);
  const engine = await startEngine(engineChoice ?? header.engine);
  const state = stateOf(header, tensors);
  console.log(describeEngine(engine));
  if (engine.name !== header.engine) {
    console.log(
      `warning: the run began on ${header.engine}; on ${engine.name} it goes on, but not bit for bit`,
    );
  }
  const dataset = await loadImages(header.config);
  if (fingerprint(dataset) !== header.images) {
    throw new UserError(`--resume ${path}: the images of ${dataset.name} are not those the run began with`);
  }
  folder.truncateMetrics(state.step);
  console.log(`resuming ${path} after step ${state.step} of ${header.config.steps}`);
  const run = { config: header.config, folder, dataset, engine: engine.name, images: header.images };
  return await trainToTheEnd(run, state, stop);
}

async function trainToTheEnd(run: Run, state: TrainState, stop: StopSignal): Promise<boolean> {
  const { config, folder, dataset } = run;
  registerGradients();
  const statistics = await normalisation(dataset.train, config.pixelNormalisation);
  const recipe = multiCropRecipe({
    ...config,
    globalSize: config.imageSize,
    globalScale: [config.globalScaleMin, config.globalScaleMax],
    localScale: [config.localScaleMin, config.localScaleMax],
    ...statistics,
  });
  const order = new DataOrder(config.seed, dataset.train.count, config.batchSize);
  const loader = new ViewLoader({
    ...config,
    images: dataset.train,
    recipe,
    firstStep: state.step,
    indicesOf: (step) => order.batch(step),
  });
  sayNetwork(config, state);
  let evaluations = await evaluationsSoFar(run, statistics, state.step);
  const evaluate = async () => {
    const accuracy = await networkAccuracy(state.teacher, config, dataset, statistics);
    evaluations = { ...evaluations, teacher: [...evaluations.teacher, { step: state.step, accuracy }] };
    folder.writeJson('evaluations.json', evaluations);
  };
  let saved = state.step;
  const save = async () => {
    const { engine, images } = run;
    await writeCheckpoint(folder.checkpoint, state, {
      config,
      engine,
      images,
      statistics,
      position: order.position(state.step),
    });
    saved = state.step;
  };
  const kept = () =>
    saved === 0
      ? 'No checkpoint was written yet.'
      : `The checkpoint of step ${saved} is intact; go on with --resume ${folder.path}`;

  const started = performance.now();
  const progress = startProgress(state.step, config.steps, config.batchSize);
  try {
    while (state.step < config.steps && !stop.requested) {
      // A step on wasm or cpu never waits for anything: let signals and the terminal have their turn.
      await setImmediate();
      const metrics = await oneStep(run, state, order, loader, kept);
      folder.appendMetrics(metrics, kept());
      progress.update(state.step, metrics.loss, loader.secondsWaited);
      if (state.step % config.checkpointEvery === 0) await save();
      if (config.evaluateEvery > 0 && state.step % config.evaluateEvery === 0) {
        await evaluate();
        progress.say(`step ${state.step}: kNN of the teacher ${percent(trainedAccuracy(evaluations))}`);
      }
    }
    if (saved !== state.step) await save();
  } finally {
    progress.stop();
    folder.close();
    await loader.close();
  }
  if (state.step < config.steps) {
    const next = saved === 0 ? 'nothing to resume' : `go on with --resume ${folder.path}`;
    console.log(`stopped after step ${state.step}; ${next}`);
    return false;
  }
  if (evaluations.teacher.at(-1)?.step !== state.step) await evaluate();
  const teacherNorms = await normsOf(state.teacher);
  await writeReport({ folder, config, dataset, recipe, evaluations, teacherNorms });
  console.log(`kNN after training: ${percent(trainedAccuracy(evaluations))} (${besides(evaluations)})`);
  console.log(
    `trained in ${duration((performance.now() - started) / 1000)}; report: ${folder.file('report.html')}`,
  );
  disposeState(state);
  return true;
}

async function oneStep(
  { config }: Run,
  state: TrainState,
  order: DataOrder,
  loader: ViewLoader,
  kept: () => string,
): Promise<Metrics> {
  const { epoch, batch } = order.position(state.step);
  const started = performance.now();
  const withKept = (error: unknown) => {
    throw error instanceof UserError ? new UserError(`${error.message} ${kept()}`) : error;
  };
  const views = await loader.batch(state.step).catch(withKept);
  const cut = performance.now();
  const report = await trainStep(state, views, config).catch(withKept);
  const ended = performance.now();
  const [studentNorms, teacherNorms] = [await normsOf(state.student), await normsOf(state.teacher)];
  return {
    step: state.step,
    epoch: epoch + (batch + 1) / order.batchesPerEpoch,
    ...report,
    lnK: Math.log(config.prototypes),
    prototypeNorm: spread(studentNorms),
    kappaStudent: spread(studentNorms, 1 / config.studentTemperature),
    kappaTeacher: spread(teacherNorms, 1 / report.teacherTemperature),
    imagesPerSecond: (1000 * config.batchSize) / (ended - started),
    viewShare: (cut - started) / (ended - started),
  };
}

/** Measured before the first step; a resumed run takes over what is in its folder. */
async function evaluationsSoFar(
  { config, dataset, folder }: Run,
  statistics: ChannelStatistics,
  step: number,
): Promise<Evaluations> {
  const before = step > 0 ? folder.readJson<Evaluations>('evaluations.json') : null;
  if (before) return { ...before, teacher: before.teacher.filter((evaluation) => evaluation.step <= step) };
  const { train, test } = dataset;
  console.log(
    `measuring kNN of raw pixels and of the untrained network, ${test.count} against ${train.count} images ...`,
  );
  const evaluations = await baseline(config, dataset, statistics);
  console.log(`kNN before training: ${besides(evaluations)}, chance ${percent(evaluations.chance)}`);
  folder.writeJson('evaluations.json', evaluations);
  return evaluations;
}

function besides({ untrained, rawPixels }: Evaluations): string {
  return `untrained ${percent(untrained)}, raw pixels ${percent(rawPixels)}`;
}

function sayNetwork({ prototypes, bottleneck }: Config, state: TrainState): void {
  const weights = countOf(state.student).toLocaleString('en');
  const lnK = Math.log(prototypes).toFixed(4);
  console.log(
    `network: ${weights} weights, K = ${prototypes} prototypes on the sphere of R^${bottleneck}, ln K = ${lnK}`,
  );
}

/** ‖w‖ = |g| of each prototype. */
async function normsOf(network: Parameters): Promise<Float32Array> {
  return (await parameter(network, NORMS).data()) as Float32Array;
}
