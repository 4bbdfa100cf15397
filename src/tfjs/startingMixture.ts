import { describe } from '../special/arrays.ts';
import type { MaximizationSettings } from './maximizeMixture.ts';
import { requireSizes } from './requireSizes.ts';
import type { TensorMixture } from './tensorMixture.ts';

/** The start with the κ that `concentration` asks for. */
export function startingMixture(
  caller: string,
  start: TensorMixture,
  given: 'free' | 'common' | number | ArrayLike<number> | undefined,
  maxKappa: number,
): { mixture: TensorMixture; concentration: MaximizationSettings['concentration'] } {
  const count = start.kappas.length;
  if (given === undefined || given === 'free' || given === 'common') {
    const kappas = start.kappas.map((kappa) => Math.min(kappa, maxKappa));
    if (given !== 'common') return { mixture: { ...start, kappas }, concentration: 'free' };
    const share = start.weights.reduce((sum, weight) => sum + weight, 0);
    const pooled = kappas.reduce((sum, kappa, k) => sum + (start.weights[k] / share) * kappa, 0);
    return { mixture: { ...start, kappas: kappas.fill(pooled) }, concentration: 'common' };
  }
  if (typeof given === 'string') {
    throw new RangeError(
      `${caller}: concentration must be 'free', 'common' or numbers, got ${JSON.stringify(given)}`,
    );
  }
  if (typeof given !== 'number' && typeof given?.length !== 'number') {
    throw new TypeError(
      `${caller}: concentration must be 'free', 'common' or numbers, got ${describe(given)}`,
    );
  }
  const kappas = typeof given === 'number' ? new Float64Array(count).fill(given) : given;
  if (kappas.length !== count) {
    throw new RangeError(`${caller}: concentration must have length ${count}, got ${kappas.length}`);
  }
  return {
    mixture: { ...start, kappas: requireSizes(caller, 'concentration', kappas) },
    concentration: 'given',
  };
}
