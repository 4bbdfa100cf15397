import { directionAt, type MixtureParameters } from './MixtureParameters.ts';

/** How many coordinates of each μ_k are not 0. */
export const nonZeros = (parameters: MixtureParameters): number[] =>
  Array.from(parameters.weights, (_, k) =>
    directionAt(parameters, k).reduce((count, value) => (value === 0 ? count : count + 1), 0),
  );
