import type { Random } from '../random.ts';
import { expectation } from './expectation.ts';
import type { MixtureData } from './MixtureData.ts';
import { directionAt, type MixtureParameters } from './MixtureParameters.ts';
import { Crew } from './threads/Crew.ts';

/**
 * The β at which each coordinate of the prototypes that is not 0 would become 0, responsibilities and κ staying as
 * they are, in increasing order: κ_k |S_kj|.
 */
export function vanishingSparsities(
  data: MixtureData,
  parameters: MixtureParameters,
  random: Random,
  workers: number,
): Float64Array {
  const { p, kappas } = parameters;
  const { sums } = expectation(
    data,
    parameters,
    { kind: 'soft', precision: 'double' },
    random,
    new Crew(workers),
  );
  const found: number[] = [];
  kappas.forEach((kappa, k) => {
    const mu = directionAt(parameters, k);
    for (let j = 0; j < p; j++) if (mu[j] !== 0) found.push(kappa * Math.abs(sums[k * p + j]));
  });
  return Float64Array.from(found).sort();
}
