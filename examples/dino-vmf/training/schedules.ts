import type { Config } from '../settings/config.ts';
import { spanSteps } from '../settings/Span.ts';

/** What changes from step to step; every function takes the step, counted from 0, and the total of steps. */

/** Value that falls (or rises) from `start` to `end` along half a cosine; `end` is the limit, just not reached. */
export function cosine(start: number, end: number, step: number, steps: number): number {
  return end + 0.5 * (start - end) * (1 + Math.cos((Math.PI * step) / steps));
}

/** Linear from `start` at step 0 to `end` at step `steps - 1`, constant afterwards; of one step, `start`. */
export function linear(start: number, end: number, step: number, steps: number): number {
  if (step === 0 && steps > 0) return start;
  return step >= steps - 1 ? end : start + ((end - start) * step) / (steps - 1);
}

/** What the schedules need to know of the settings. */
export type ScheduleSettings = Pick<
  Config,
  | 'steps'
  | 'epochSteps'
  | 'batchSize'
  | 'learningRate'
  | 'learningRateScaling'
  | 'minLearningRate'
  | 'warmup'
  | 'weightDecay'
  | 'weightDecayEnd'
  | 'emaMomentum'
  | 'teacherTemperatureStart'
  | 'teacherTemperature'
  | 'teacherTemperatureWarmup'
  | 'teacherTemperatureBy'
  | 'patchTemperatureStart'
  | 'patchTemperature'
>;

export interface StepSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly emaMomentum: number;
  readonly teacherTemperature: number;
  readonly patchTemperature: number;
}

/**
 * The settings of one step: learning rate linear from 0, then cosine to its minimum; weight decay cosine;
 * EMA momentum cosine to 1; teacher temperature linear, by the step or by the epoch, then constant. In spans of epochs,
 * with the temperature by the epoch and the linear scaling, these are DINO's, to rounding.
 */
export function stepSettings(step: number, settings: ScheduleSettings): StepSettings {
  const { steps, epochSteps } = settings;
  const warm = spanSteps(settings.warmup, steps, epochSteps);
  const peak = settings.learningRate * scaling(settings);
  return {
    learningRate:
      step < warm
        ? linear(0, peak, step, warm)
        : cosine(peak, settings.minLearningRate, step - warm, steps - warm),
    weightDecay: cosine(settings.weightDecay, settings.weightDecayEnd, step, steps),
    emaMomentum: cosine(settings.emaMomentum, 1, step, steps),
    teacherTemperature: warmedUp(
      settings.teacherTemperatureStart,
      settings.teacherTemperature,
      step,
      settings,
    ),
    patchTemperature: warmedUp(settings.patchTemperatureStart, settings.patchTemperature, step, settings),
  };
}

/** A temperature on its way from `start` to `end` over the warm-up of the teacher's temperature. */
function warmedUp(start: number, end: number, step: number, settings: ScheduleSettings): number {
  const { steps, epochSteps, teacherTemperatureWarmup, teacherTemperatureBy } = settings;
  const hot = spanSteps(teacherTemperatureWarmup, steps, epochSteps);
  if (teacherTemperatureBy === 'step') return linear(start, end, step, hot);
  if (epochSteps === null) throw new RangeError('schedules: epochs need the number of steps of an epoch');
  return linear(start, end, Math.floor(step / epochSteps), Math.round(hot / epochSteps));
}

/** What the learning rate is multiplied with: DINO's batch/256, DINOv2's √(batch/1024), or 1. */
function scaling({ learningRateScaling, batchSize }: ScheduleSettings): number {
  if (learningRateScaling === 'linear') return batchSize / 256;
  return learningRateScaling === 'sqrt' ? Math.sqrt(batchSize / 1024) : 1;
}

/** Whether the prototypes stay put in the step that comes after `step` steps. */
export function lastLayerFrozen(
  step: number,
  { steps, epochSteps, freezeLastLayer }: Pick<Config, 'steps' | 'epochSteps' | 'freezeLastLayer'>,
): boolean {
  return step < spanSteps(freezeLastLayer, steps, epochSteps);
}
