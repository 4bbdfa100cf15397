import type { ChannelStatistics, Dataset } from '../images/ImageSet.ts';
import type { MultiCropRecipe } from '../images/views.ts';
import { attentionSheet } from '../report/attentionSheet.ts';
import { sampleCrops } from '../report/sampleCrops.ts';
import type { RunFolder } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import { type StepReport, type TrainState, vitShape } from '../training/trainStep.ts';
import { inspect } from './inspect.ts';
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

/**
 * Writes down what a run shows of itself: metrics.jsonl after every step; inspections.jsonl and attention.png
 * every `inspectEvery` steps and at the end; crops.png once.
 */
export class Recorder {
  readonly #run: RecordedRun;
  readonly #statistics: ChannelStatistics;
  /** Of the latest pass over the images. A resumed run counts anew; `winnerViews` says how many it has. */
  readonly #winners: WinnerCounts;

  private constructor(run: RecordedRun, statistics: ChannelStatistics, batchesPerEpoch: number) {
    this.#run = run;
    this.#statistics = statistics;
    this.#winners = new WinnerCounts(run.config.prototypes, batchesPerEpoch);
  }

  static async start(
    run: RecordedRun,
    views: {
      readonly recipe: MultiCropRecipe;
      readonly statistics: ChannelStatistics;
      readonly batchesPerEpoch: number;
    },
  ): Promise<Recorder> {
    const crops = await sampleCrops(run.dataset.train, views.recipe, run.config.seed);
    run.folder.write('crops.png', crops);
    return new Recorder(run, views.statistics, views.batchesPerEpoch);
  }

  /** `left` tells a user whose disk is full what remains of the run. */
  async step(state: TrainState, { report, clock, epoch, globals }: DoneStep, left: string): Promise<void> {
    const { config, folder } = this.#run;
    const metrics = await measurements(state, report, epoch, clock, config);
    folder.appendMetrics(metrics, left);
    this.#winners.add(report.winners);
    const isDue = config.inspectEvery > 0 && state.step % config.inspectEvery === 0;
    if (!isDue && state.step < config.steps) return;
    const { teacherTemperature } = report;
    folder.appendInspection(await inspect(state, globals, this.#winners, teacherTemperature, config), left);
    const { test } = this.#run.dataset;
    folder.write(
      'attention.png',
      await attentionSheet(state.teacher, vitShape(config), test, this.#statistics),
    );
  }

  close(): void {}
}
