import { concatenated } from './concatenated.ts';
import type { MixtureParameters } from './MixtureParameters.ts';
import type { VonMisesFisherMixture } from './VonMisesFisherMixture.ts';

/** The arrays of a mixture. */
export const parametersOf = ({
  p,
  weights,
  components,
  noise,
}: VonMisesFisherMixture): MixtureParameters => ({
  p,
  weights,
  directions: concatenated(components.map(({ mu }) => mu)),
  kappas: Float64Array.from(components, ({ kappa }) => kappa),
  noise,
});
