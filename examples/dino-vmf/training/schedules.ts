/** What changes from step to step; every function takes the step, counted from 0, and the total of steps. */

/** Value that falls (or rises) from `start` to `end` along half a cosine; `end` is the limit, just not reached. */
export function cosine(start: number, end: number, step: number, steps: number): number {
  return end + 0.5 * (start - end) * (1 + Math.cos((Math.PI * step) / steps));
}

/** Linear from `start` at step 0 to `end` at step `steps - 1`, constant afterwards. */
export function linear(start: number, end: number, step: number, steps: number): number {
  return step >= steps - 1 ? end : start + ((end - start) * step) / (steps - 1);
}

/** What the schedules need to know of the settings; the warm-ups are shares of all steps. */
export interface ScheduleSettings {
  readonly steps: number;
  readonly learningRate: number;
  readonly minLearningRate: number;
  readonly warmup: number;
  readonly weightDecay: number;
  readonly weightDecayEnd: number;
  readonly emaMomentum: number;
  readonly teacherTemperatureStart: number;
  readonly teacherTemperature: number;
  readonly teacherTemperatureWarmup: number;
  readonly patchTemperatureStart: number;
  readonly patchTemperature: number;
}

export interface StepSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly emaMomentum: number;
  readonly teacherTemperature: number;
  readonly patchTemperature: number;
}

/**
 * The settings of one step: learning rate linear from 0, then cosine to its minimum; weight decay cosine;
 * EMA momentum cosine to 1; teacher temperature linear, then constant. As in DINO, except that the teacher
 * temperature moves with every step rather than with every epoch, since small runs have few epochs.
 */
export function stepSettings(step: number, settings: ScheduleSettings): StepSettings {
  const { steps } = settings;
  const warm = Math.round(settings.warmup * steps);
  const hot = Math.round(settings.teacherTemperatureWarmup * steps);
  return {
    learningRate:
      step < warm
        ? linear(0, settings.learningRate, step, warm)
        : cosine(settings.learningRate, settings.minLearningRate, step - warm, steps - warm),
    weightDecay: cosine(settings.weightDecay, settings.weightDecayEnd, step, steps),
    emaMomentum: cosine(settings.emaMomentum, 1, step, steps),
    teacherTemperature: linear(settings.teacherTemperatureStart, settings.teacherTemperature, step, hot),
    patchTemperature: linear(settings.patchTemperatureStart, settings.patchTemperature, step, hot),
  };
}
