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
import { type DoneStep, Recorder } from '../inspection/Recorder.ts';
import { countOf } from '../model/parameters.ts';
import { duration } from '../progress/duration.ts';
import { writeReport } from '../report/writeReport.ts';
import { Checkpoints } from '../run/Checkpoints.ts';
import { provenance } from '../run/provenance.ts';
import { RunLock } from '../run/RunLock.ts';
import { RunFolder } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import { settled } from '../settings/settled.ts';
import { UserError } from '../UserError.ts';
import { CollapseAlarm } from './CollapseAlarm.ts';
import { DataOrder } from './DataOrder.ts';
import { goBack } from './divergence.ts';
import { NonFiniteError } from './NonFiniteError.ts';
import { startProgress } from './progress.ts';
import type { StopSignal } from './stopOnInterrupt.ts';
import { disposeState, initialState, type TrainState, trainStep } from './trainStep.ts';

/** A run while it is trained. */
export interface Run {
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
  const settings = settled({ ...config, channels: dataset.train.channels }, dataset.train.count);
  const folder = RunFolder.create(out);
  const lock = RunLock.take(out);
  folder.writeJson('config.json', { ...provenance(engine.name, dataset), config: settings });
  const run = { config: settings, folder, dataset, engine: engine.name, images: fingerprint(dataset) };
  try {
    return await trainToTheEnd(run, initialState(settings), stop);
  } finally {
    lock.release();
  }
}

/** Trains what is left of a run and reports on it; false when it was stopped before its end. */
export async function trainToTheEnd(run: Run, state: TrainState, stop: StopSignal): Promise<boolean> {
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
  let evaluations: Evaluations;
  const evaluate = async () => {
    const accuracy = await networkAccuracy(state.teacher, config, dataset, statistics);
    evaluations = { ...evaluations, teacher: [...evaluations.teacher, { step: state.step, accuracy }] };
    folder.writeJson('evaluations.json', evaluations);
    recorder.evaluated(state.step, accuracy);
  };
  const { batchesPerEpoch } = order;
  const recorder = await Recorder.start(run, { recipe, statistics, batchesPerEpoch }, state.step);
  const checkpoints = new Checkpoints(folder.path);
  let saved = -1;
  const save = async () => {
    const { engine, images } = run;
    const position = order.position(state.step);
    await checkpoints.write(state, { config, engine, images, statistics, position }, config.keepCheckpoints);
    saved = state.step;
  };
  // The first state too is there to be gone back to.
  if (state.step === 0) await save();
  else saved = state.step;
  evaluations = await evaluationsSoFar(run, statistics, state.step);
  const kept = () => `The checkpoint of step ${saved} is intact; go on with --resume ${folder.path}`;
  const alarm = new CollapseAlarm(folder, config.steps, state.step);

  const started = performance.now();
  const progress = startProgress(state.step, config.steps, config.batchSize);
  try {
    while (state.step < config.steps && !stop.requested) {
      // A step on wasm or cpu never waits for anything: let signals and the terminal have their turn.
      await setImmediate();
      const done = await oneStep(run, state, order, loader, kept);
      const { metrics, inspection } = await recorder.step(state, done, kept());
      alarm.see(metrics, inspection?.featureDeviation ?? null, progress.say);
      progress.update(state.step, done.report.loss, loader.secondsWaited);
      if (config.evaluateEvery > 0 && state.step % config.evaluateEvery === 0) {
        await evaluate();
        progress.say(`step ${state.step}: kNN of the teacher ${percent(trainedAccuracy(evaluations))}`);
      }
      if (state.step % config.checkpointEvery === 0) await save();
    }
    if (saved !== state.step) await save();
  } catch (error) {
    throw error instanceof NonFiniteError ? goBack(folder, checkpoints, error) : error;
  } finally {
    progress.stop();
    folder.close();
    await loader.close();
  }
  if (state.step < config.steps) {
    console.log(`stopped after step ${state.step}; go on with --resume ${folder.path}`);
    return false;
  }
  if (evaluations.teacher.at(-1)?.step !== state.step) await evaluate();
  await writeReport(folder, config, evaluations);
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
): Promise<DoneStep> {
  const { epoch, batch } = order.position(state.step);
  const started = performance.now();
  const withKept = (error: unknown) => {
    const isPlain = error instanceof UserError && !(error instanceof NonFiniteError);
    throw isPlain ? new UserError(`${error.message} ${kept()}`) : error;
  };
  const views = await loader.batch(state.step).catch(withKept);
  const cut = performance.now();
  const report = await trainStep(state, views, config).catch(withKept);
  return {
    report,
    clock: { started, cut, ended: performance.now() },
    epoch: epoch + (batch + 1) / order.batchesPerEpoch,
    globals: views.globals,
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
