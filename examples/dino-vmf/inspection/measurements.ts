import { tf } from '../engine.ts';
import { NORMS } from '../model/head.ts';
import { type Parameters, parameter } from '../model/parameters.ts';
import { type Metrics, spread } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import type { StepReport, TrainState } from '../training/trainStep.ts';

/** When a step began, had its views, and ended: milliseconds of `performance.now()`. */
export interface StepClock {
  readonly started: number;
  readonly cut: number;
  readonly ended: number;
}

/** The line of metrics.jsonl for the step that has just been done. */
export async function measurements(
  state: TrainState,
  { winners, ...report }: StepReport,
  epoch: number,
  { started, cut, ended }: StepClock,
  config: Config,
): Promise<Metrics> {
  const student = await norms(state.student);
  const teacher = await norms(state.teacher);
  const { numBytes, numTensors } = tf.memory();
  return {
    step: state.step,
    epoch,
    time: Date.now(),
    ...report,
    lnK: Math.log(config.prototypes),
    prototypeNorm: spread(student),
    kappaStudent: spread(student, 1 / config.studentTemperature),
    kappaTeacher: spread(teacher, 1 / report.teacherTemperature),
    imagesPerSecond: (1000 * config.batchSize) / (ended - started),
    viewShare: (cut - started) / (ended - started),
    stepSeconds: (ended - started) / 1000,
    tensorBytes: numBytes,
    tensors: numTensors,
    processBytes: process.memoryUsage.rss(),
  };
}

/** ‖w‖ = |g| of each prototype. */
async function norms(network: Parameters): Promise<Float32Array> {
  return (await parameter(network, NORMS).data()) as Float32Array;
}
