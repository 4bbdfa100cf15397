import { expectation } from '../expectation.ts';
import type { FitContext } from '../FitContext.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import type { MixtureSettings } from '../MixtureSettings.ts';
import { chunkRules } from './chunkRules.ts';
import { eachChunk } from './eachChunk.ts';
import type { MixtureStreamOptions } from './MixtureStreamOptions.ts';
import type { RowSource } from './RowSource.ts';
import { StepwiseMaximization } from './StepwiseMaximization.ts';

/** Passes of stepwise EM from `parameters`. */
export async function stepwisePasses(
  caller: string,
  source: RowSource,
  parameters: MixtureParameters,
  settings: MixtureSettings,
  options: MixtureStreamOptions,
  { random, watch, crew }: FitContext,
): Promise<MixtureParameters> {
  const { passes = 1, stepExponent = 0.7, signal } = options;
  const stepper = new StepwiseMaximization(parameters, settings, stepExponent);
  const rules = { ...chunkRules(settings.k, options), dimension: parameters.p };
  let n = 0;
  for (let pass = 0; pass < passes; pass++) {
    let seen = 0;
    await eachChunk(caller, source, rules, signal, (chunk) => {
      seen += chunk.total;
      n = Math.max(n, seen);
      const statistics = expectation(chunk, stepper.parameters, settings, random, crew);
      stepper.advance(statistics, n);
      watch.report(
        {
          stage: 'stream',
          run: pass,
          runs: passes,
          iteration: pass + 1,
          objective: statistics.logLikelihood,
          components: settings.k,
        },
        () => ({
          run: stepper,
          position: { parameters: stepper.parameters, trace: [], change: Number.NaN },
          unsound: 0,
          random,
        }),
      );
    });
  }
  return stepper.parameters;
}
