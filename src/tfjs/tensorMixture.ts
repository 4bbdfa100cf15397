import { describe } from '../special/arrays.ts';
import { requireSizes } from './requireSizes.ts';

/** A mixture of von Mises-Fisher distributions as plain arrays. */
export interface TensorMixture {
  /** α_k, adding up to 1, with the noise if there is some. */
  readonly weights: Float64Array;
  /** μ_k, each of length p. */
  readonly directions: readonly Float64Array[];
  /** κ_k. */
  readonly kappas: Float64Array;
  /** α_0, the weight of a uniform distribution beside the components; undefined where there is none. */
  readonly noise: number | undefined;
}

/** How many columns responsibilities have: one for each component, and one for noise. */
export const columnsOf = ({ kappas, noise }: TensorMixture): number =>
  kappas.length + (noise === undefined ? 0 : 1);

/** Numbers for each component, or components with their weights, such as a VonMisesFisherMixture. */
export type MixtureStart =
  | {
      readonly weights: ArrayLike<number>;
      readonly directions: ArrayLike<ArrayLike<number>>;
      readonly kappas: ArrayLike<number>;
      readonly noise?: number | undefined;
    }
  | {
      readonly weights: ArrayLike<number>;
      readonly components: ArrayLike<{ readonly mu: ArrayLike<number>; readonly kappa: number }>;
      readonly noise?: number | undefined;
    };

/** Deviations from 1 that are rounding: of a sum of weights, of a direction in float32. */
const SUM_TOLERANCE = 1e-6;
const UNIT_TOLERANCE = 1e-4;

const isList = (value: unknown): value is ArrayLike<unknown> =>
  value !== null && typeof value === 'object' && typeof (value as ArrayLike<unknown>).length === 'number';

function requireList(caller: string, name: string, value: unknown, length?: number): void {
  if (!isList(value)) throw new TypeError(`${caller}: ${name} must be an array, got ${describe(value)}`);
  if (length !== undefined && value.length !== length) {
    throw new RangeError(`${caller}: ${name} must have length ${length}, got ${value.length}`);
  }
}

function unitDirection(caller: string, name: string, row: ArrayLike<number>, p: number): Float64Array {
  requireList(caller, name, row, p);
  const length = Math.sqrt(Array.from(row).reduce((sum, value) => sum + value * value, 0));
  if (!(Math.abs(length - 1) <= UNIT_TOLERANCE)) {
    throw new RangeError(`${caller}: ${name} must have unit length, got norm ${length}`);
  }
  return Float64Array.from(row, (value) => value / length);
}

function partsOf(caller: string, name: string, start: MixtureStart) {
  if (start === null || typeof start !== 'object') {
    throw new TypeError(`${caller}: ${name} must be a mixture, got ${describe(start)}`);
  }
  if (!('components' in start)) return start;
  requireList(caller, `${name}.components`, start.components);
  const components = Array.from(start.components);
  return {
    weights: start.weights,
    directions: components.map(({ mu }) => mu),
    kappas: components.map(({ kappa }) => kappa),
    noise: start.noise,
  };
}

/** `start` checked and copied, in p dimensions. */
export function tensorMixture(caller: string, name: string, start: MixtureStart, p: number): TensorMixture {
  const { weights, directions, kappas, noise } = partsOf(caller, name, start);
  requireList(caller, `${name}.weights`, weights);
  const count = weights.length;
  if (count === 0) throw new RangeError(`${caller}: ${name} must have a component, got none`);
  requireList(caller, `${name}.directions`, directions, count);
  requireList(caller, `${name}.kappas`, kappas, count);
  const shares = requireSizes(caller, `${name}.weights`, weights);
  const [rest] = noise === undefined ? [0] : requireSizes(caller, `${name}.noise`, [noise]);
  const sum = shares.reduce((total, share) => total + share, rest);
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    const all = noise === undefined ? '' : ' with the noise';
    throw new RangeError(`${caller}: ${name}.weights must add up to 1${all}, got ${sum}`);
  }
  return {
    weights: shares.map((share) => share / sum),
    directions: Array.from(directions, (row, k) => unitDirection(caller, `${name}.directions[${k}]`, row, p)),
    kappas: requireSizes(caller, `${name}.kappas`, kappas),
    noise: noise === undefined ? undefined : rest / sum,
  };
}
