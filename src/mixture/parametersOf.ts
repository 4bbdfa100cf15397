import type { VonMisesFisher } from '../VonMisesFisher.ts';
import { concatenated } from './concatenated.ts';
import type { MixtureParameters } from './MixtureParameters.ts';

/** What is read of a VonMisesFisherMixture. */
interface Mixture {
  readonly p: number;
  readonly weights: Float64Array;
  readonly components: readonly VonMisesFisher[];
  readonly noise: number | undefined;
}

/** The arrays of a mixture. */
export const parametersOf = ({ p, weights, components, noise }: Mixture): MixtureParameters => ({
  p,
  weights,
  directions: concatenated(components.map(({ mu }) => mu)),
  kappas: Float64Array.from(components, ({ kappa }) => kappa),
  noise,
});
