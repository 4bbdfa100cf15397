import type { MixtureParameters } from './MixtureParameters.ts';
import type { MixtureSettings } from './MixtureSettings.ts';
import type { MixtureStatistics } from './MixtureStatistics.ts';
import { nonZeros } from './nonZeros.ts';

/** What models are chosen by; the smaller the better. */
export interface Criteria {
  readonly df: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
  readonly icl: number;
}

/**
 * Free parameters: directions, concentrations, and weights of which the last follows from the others. Of sparse
 * directions the coordinates that are not 0 count, less one for the length.
 */
export function degreesOfFreedom(parameters: MixtureParameters, settings: MixtureSettings): number {
  const { p, weights } = parameters;
  const k = weights.length;
  const ofDirections =
    settings.sparsity > 0 ? nonZeros(parameters).reduce((sum, count) => sum + count - 1, 0) : k * (p - 1);
  const { concentration, hasNoise, noise } = settings;
  const ofKappa = concentration === 'free' ? k : concentration === 'common' ? 1 : 0;
  const ofWeights = settings.weights === 'estimated' ? k - 1 : 0;
  return ofDirections + ofKappa + ofWeights + (hasNoise && noise === 'estimated' ? 1 : 0);
}

export function criteria(
  parameters: MixtureParameters,
  { logLikelihood, classification, total }: MixtureStatistics,
  settings: MixtureSettings,
): Criteria {
  const df = degreesOfFreedom(parameters, settings);
  const aic = 2 * df - 2 * logLikelihood;
  const left = total - df - 1;
  return {
    df,
    aic,
    aicc: left > 0 ? aic + (2 * df * (df + 1)) / left : Number.POSITIVE_INFINITY,
    bic: df * Math.log(total) - 2 * logLikelihood,
    icl: df * Math.log(total) - 2 * classification,
  };
}
