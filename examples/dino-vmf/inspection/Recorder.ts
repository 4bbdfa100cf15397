import type { ChannelStatistics, Dataset } from '../images/ImageSet.ts';
import type { MultiCropRecipe } from '../images/views.ts';
import { attentionSheet } from '../report/attentionSheet.ts';
import { sampleCrops } from '../report/sampleCrops.ts';
import type { Metrics, RunFolder } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import { EventFile } from '../tensorboard/EventFile.ts';
import { summariesOf } from '../tensorboard/summariesOf.ts';
import { type StepReport, type TrainState, vitShape } from '../training/trainStep.ts';
import { type Inspection, inspect } from './inspect.ts';
import { measurements, type StepClock } from './measurements.ts';
import { WinnerCounts } from './WinnerCounts.ts';

/** The run that is recorded. */
export interface RecordedRun {
  readonly config: Config;
  readonly folder: RunFolder;
  readonly dataset: Dataset;
}

/** A step that has just been done. */
export interface DoneStep {
  readonly report: StepReport;
  readonly clock: StepClock;
  /** Passes over the images. */
  readonly epoch: number;
  /** The global views of the batch, [views, size, size, channels]. */
  readonly globals: Float32Array;
}

/** What was written down of a step. */
export interface Recorded {
  readonly metrics: Metrics;
  /** Null after steps without an inspection. */
  readonly inspection: Inspection | null;
}

/**
 * Writes down what a run shows of itself: metrics.jsonl after every step; inspections.jsonl and attention.png
 * every `inspectEvery` steps and at the end; crops.png once; all of it as TensorBoard events when asked to.
 */
export class Recorder {
  readonly #run: RecordedRun;
  readonly #statistics: ChannelStatistics;
  /** Of the latest pass over the images. A resumed run counts anew; `winnerViews` says how many it has. */
  readonly #winners: WinnerCounts;
  readonly #events: EventFile | null;

  private constructor(run: RecordedRun, statistics: ChannelStatistics, batchesPerEpoch: number) {
    const { config, folder } = run;
    this.#run = run;
    this.#statistics = statistics;
    this.#winners = new WinnerCounts(config.prototypes, batchesPerEpoch);
    this.#events = config.tensorboard ? EventFile.create(folder.path, Date.now()) : null;
  }

  /** Goes on after step `from`, 0 for a run from its start. */
  static async start(
    run: RecordedRun,
    views: {
      readonly recipe: MultiCropRecipe;
      readonly statistics: ChannelStatistics;
      readonly batchesPerEpoch: number;
    },
    from: number,
  ): Promise<Recorder> {
    const recorder = new Recorder(run, views.statistics, views.batchesPerEpoch);
    const crops = await sampleCrops(run.dataset.train, views.recipe, run.config.seed);
    run.folder.write('crops.png', crops);
    if (from > 0) recorder.#events?.resumeAfter(from, Date.now());
    else recorder.#events?.add(0, Date.now(), [{ tag: 'views', png: crops }]);
    return recorder;
  }

  /** Returns what was written; `left` tells a user whose disk is full what remains of the run. */
  async step(state: TrainState, done: DoneStep, left: string): Promise<Recorded> {
    const { config, folder } = this.#run;
    const metrics = await measurements(state, done.report, done.epoch, done.clock, config);
    folder.appendMetrics(metrics, left);
    this.#events?.add(state.step, metrics.time, summariesOf('train', metrics));
    this.#winners.add(done.report.winners);
    const isDue = config.inspectEvery > 0 && state.step % config.inspectEvery === 0;
    if (!isDue && state.step < config.steps) return { metrics, inspection: null };
    return { metrics, inspection: await this.#inspect(state, done, left) };
  }

  async #inspect(state: TrainState, { report, globals }: DoneStep, left: string): Promise<Inspection> {
    const { config, folder, dataset } = this.#run;
    const seen = await inspect(state, globals, this.#winners, report.teacherTemperature, config);
    folder.appendInspection(seen, left);
    const shape = vitShape(config);
    const attention = await attentionSheet(state.teacher, shape, dataset.test, this.#statistics);
    folder.write('attention.png', attention);
    const summaries = [...summariesOf('inspection', seen), { tag: 'attention', png: attention }];
    this.#events?.add(state.step, Date.now(), summaries);
    return seen;
  }

  /** kNN accuracy of the teacher. */
  evaluated(step: number, accuracy: number): void {
    this.#events?.add(step, Date.now(), [{ tag: 'evaluation/knn', scalar: accuracy }]);
  }
}
