import { componentAt } from './componentAt.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import { VonMisesFisherMixture } from './VonMisesFisherMixture.ts';

/** The mixture that parameters describe. */
export const mixtureOf = (parameters: MixtureParameters): VonMisesFisherMixture =>
  new VonMisesFisherMixture(
    parameters.weights,
    Array.from(parameters.weights, (_, k) => componentAt(parameters, k)),
    { noise: parameters.noise },
  );
