import { VonMisesFisher } from '../VonMisesFisher.ts';
import { directionAt, type MixtureParameters } from './MixtureParameters.ts';

/** Component k as a distribution. */
export const componentAt = (parameters: MixtureParameters, k: number): VonMisesFisher =>
  new VonMisesFisher(directionAt(parameters, k), parameters.kappas[k]);
