import { describe } from '../special/arrays.ts';
import { lengthOf } from '../validate.ts';
import type { EmPosition } from './ExpectationMaximization.ts';
import type { MixtureParameters } from './MixtureParameters.ts';

/** Of sums and lengths, so that numbers that were printed short will do. */
const TOLERANCE = 1e-9;

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

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function requireLists(caller: string, { p, weights, directions, kappas, trace, random }: MixtureState): void {
  if (!(Number.isInteger(p) && p >= 2)) {
    const got = typeof p === 'number' ? p : describe(p);
    throw new RangeError(`${caller}: resume must hold a dimension of 2 or more, got ${got}`);
  }
  const lists = { weights, directions, kappas, trace, ...(random === null ? {} : { random }) };
  for (const [name, list] of Object.entries(lists)) {
    if (!isList(list)) {
      throw new TypeError(`${caller}: resume must hold an array of ${name}, got ${describe(list)}`);
    }
  }
}

/** The parameters of a mixture, whoever wrote the file that they come from. */
function requireNumbers(
  caller: string,
  { p, weights, directions, kappas, noise, trace, random }: MixtureState,
) {
  const refuse = (rule: string, got: unknown): never => {
    const told = typeof got === 'object' ? describe(got) : got;
    throw new RangeError(`${caller}: resume must hold ${rule}, got ${told}`);
  };
  const every = (rule: string, values: readonly number[], holds: (value: number) => boolean) => {
    const wrong = values.find((value) => !(typeof value === 'number' && holds(value)));
    if (wrong !== undefined || values.includes(undefined as unknown as number)) refuse(rule, wrong);
  };
  const isSize = (value: number) => value >= 0 && Number.isFinite(value);
  every('weights that are not negative', noise === null ? weights : [...weights, noise], isSize);
  every('kappas that are finite and not negative', kappas, isSize);
  every('a trace of finite numbers', trace, Number.isFinite);
  every('directions of finite numbers', directions, Number.isFinite);
  if (random !== null) {
    const isWord = (value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 32;
    every('a random state of sixteen integers of 32 bits', random, isWord);
    if (random.length !== 16) refuse('a random state of sixteen integers of 32 bits', random.length);
  }
  const sum = weights.reduce((total, weight) => total + weight, noise ?? 0);
  if (!(Math.abs(sum - 1) <= TOLERANCE)) refuse('weights that add up to 1', sum);
  for (let k = 0; k < kappas.length; k++) {
    const length = lengthOf(Float64Array.from(directions.slice(k * p, (k + 1) * p)));
    if (!(Math.abs(length - 1) <= TOLERANCE)) refuse('directions of unit length', `norm ${length}`);
  }
}

/** The position that a state describes, checked. */
export function positionOf(caller: string, state: MixtureState): EmPosition {
  if (state?.type !== 'MixtureState' || state.version !== 1) {
    const named = (value: unknown) => JSON.stringify(value) ?? 'none';
    const got =
      state === null || typeof state !== 'object'
        ? describe(state)
        : `type ${named(state.type)}, version ${named(state.version)}`;
    throw new TypeError(`${caller}: resume must be a MixtureState of version 1, got ${got}`);
  }
  requireLists(caller, state);
  const { p, weights, directions, kappas, noise, trace, change } = state;
  if (kappas.length !== weights.length || directions.length !== weights.length * p || !(weights.length > 0)) {
    throw new RangeError(
      `${caller}: resume must hold ${weights.length} components of dimension ${p}, ` +
        `got ${kappas.length} kappas and ${directions.length} values of directions`,
    );
  }
  requireNumbers(caller, state);
  const parameters: MixtureParameters = {
    p,
    weights: Float64Array.from(weights),
    directions: Float64Array.from(directions),
    kappas: Float64Array.from(kappas),
    noise: noise ?? undefined,
  };
  return { parameters, trace, change: typeof change === 'number' ? change : Number.NaN };
}
