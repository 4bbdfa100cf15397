import { UserError } from '../UserError.ts';
import type { Config } from './config.ts';
import { spanSteps } from './Span.ts';

/** The settings once the number of training images is known: lengths in epochs become steps, and must fit the run. */
export function settled(config: Config, images: number): Config {
  const pass = Math.floor(images / config.batchSize);
  const epochSteps = config.epochSteps ?? pass;
  const steps = config.epochs === null ? config.steps : Math.max(1, Math.round(config.epochs * pass));
  const warm = spanSteps(config.warmup, steps, epochSteps);
  if (warm >= steps) {
    throw new UserError(
      `--warmup ${config.warmup} is ${warm} steps; it must be shorter than the run of ${steps}`,
      2,
    );
  }
  return { ...config, steps, epochSteps };
}
