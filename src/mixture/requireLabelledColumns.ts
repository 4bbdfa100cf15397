import type { MixtureParameters } from './MixtureParameters.ts';

/** Labels name components by their place: a mixture to go on from must hold all k of them, and noise where it is asked for. */
export function requireLabelledColumns(
  caller: string,
  parameters: MixtureParameters,
  k: number,
  hasNoise: boolean,
): void {
  const { weights, noise } = parameters;
  if (weights.length !== k || (noise !== undefined) !== hasNoise) {
    throw new RangeError(
      `${caller}: resume must hold ${k} components ${hasNoise ? 'and noise' : 'without noise'} where rows have labels, ` +
        `got ${weights.length}${noise === undefined ? '' : ' and noise'}`,
    );
  }
}
