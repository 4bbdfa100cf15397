import type { EmPosition } from './ExpectationMaximization.ts';
import type { MixtureParameters } from './MixtureParameters.ts';

/** Where a fit ended, as plain data for JSON. */
export interface MixtureState {
  readonly type: 'MixtureState';
  readonly version: 1;
  readonly p: number;
  readonly weights: readonly number[];
  /** K x p, row by row. */
  readonly directions: readonly number[];
  readonly kappas: readonly number[];
  readonly noise: number | null;
  readonly trace: readonly number[];
  /** How far the last step moved the parameters; null before the first. */
  readonly change: number | null;
  /** The state of a seeded source of randomness. */
  readonly random: readonly number[] | null;
}

export const stateOf = (
  { parameters, trace, change }: EmPosition,
  random: readonly number[] | null,
): MixtureState => ({
  type: 'MixtureState',
  version: 1,
  p: parameters.p,
  weights: Array.from(parameters.weights),
  directions: Array.from(parameters.directions),
  kappas: Array.from(parameters.kappas),
  noise: parameters.noise ?? null,
  trace,
  change: Number.isFinite(change) ? change : null,
  random,
});

/** The position that a state describes, its shape checked. */
export function positionOf(caller: string, state: MixtureState): EmPosition {
  if (state?.type !== 'MixtureState' || state.version !== 1) {
    throw new TypeError(`${caller}: resume must be a MixtureState of version 1, got ${state?.type ?? state}`);
  }
  const { p, weights, directions, kappas, noise, trace, change } = state;
  if (kappas.length !== weights.length || directions.length !== weights.length * p || !(weights.length > 0)) {
    throw new RangeError(
      `${caller}: resume must hold ${weights.length} components of dimension ${p}, ` +
        `got ${kappas.length} kappas and ${directions.length} values of directions`,
    );
  }
  const parameters: MixtureParameters = {
    p,
    weights: Float64Array.from(weights),
    directions: Float64Array.from(directions),
    kappas: Float64Array.from(kappas),
    noise: noise ?? undefined,
  };
  return { parameters, trace, change: change ?? Number.NaN };
}
