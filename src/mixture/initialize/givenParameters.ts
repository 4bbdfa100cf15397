import type { Random } from '../../random.ts';
import { describe } from '../../special/arrays.ts';
import { requireUnit } from '../../validate.ts';
import { concatenated } from '../concatenated.ts';
import type { MixtureData } from '../MixtureData.ts';
import type { Initialization, InitializationMethod } from '../MixtureFitOptions.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import { FIRST_NOISE, type MixtureSettings } from '../MixtureSettings.ts';
import { VonMisesFisherMixture } from '../VonMisesFisherMixture.ts';
import { assigned } from './assigned.ts';
import { nearest } from './nearest.ts';
import { rowDirections } from './rowDirections.ts';
import { weightedRow } from './weightedRow.ts';

type Given = Exclude<Initialization, InitializationMethod>;

const isRows = (value: unknown): value is readonly ArrayLike<number>[] =>
  Array.isArray(value) && typeof value[0] === 'object';

function fromMixture(
  caller: string,
  mixture: VonMisesFisherMixture,
  { p }: MixtureData,
  settings: MixtureSettings,
): MixtureParameters {
  const { components, weights } = mixture;
  if (mixture.p !== p || components.length !== settings.k) {
    throw new RangeError(
      `${caller}: initialization must be a mixture of ${settings.k} components in dimension ${p}, ` +
        `got ${components.length} in dimension ${mixture.p}`,
    );
  }
  const kappas =
    typeof settings.concentration === 'object'
      ? settings.concentration.slice()
      : Float64Array.from(components, ({ kappa }) => Math.min(kappa, settings.maxKappa));
  const first = settings.noise === 'estimated' ? (mixture.noise ?? FIRST_NOISE) : settings.noise;
  const noise = settings.hasNoise ? first : undefined;
  const rest = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = settings.weights === 'estimated' ? weights.map((weight) => weight / rest) : settings.weights;
  return {
    p,
    weights: shares.map((share) => share * (1 - (noise ?? 0))),
    directions: concatenated(components.map(({ mu }) => mu)),
    kappas: settings.concentration === 'common' ? kappas.fill(pooled(kappas, shares)) : kappas,
    noise,
  };
}

const pooled = (kappas: Float64Array, shares: Float64Array): number =>
  kappas.reduce((sum, kappa, k) => sum + kappa * shares[k], 0);

function fromDirections(
  caller: string,
  rows: readonly ArrayLike<number>[],
  data: MixtureData,
  settings: MixtureSettings,
): MixtureParameters {
  if (rows.length !== settings.k) {
    throw new RangeError(`${caller}: initialization must hold ${settings.k} directions, got ${rows.length}`);
  }
  const directions = new Float64Array(settings.k * data.p);
  rows.forEach((row, c) => {
    if (row.length !== data.p) {
      throw new RangeError(`${caller}: initialization[${c}] must have length ${data.p}, got ${row.length}`);
    }
    const length = requireUnit(caller, `initialization[${c}]`, row);
    for (let j = 0; j < data.p; j++) directions[c * data.p + j] = row[j] / length;
  });
  return assigned(data, nearest(data, directions), directions, settings);
}

function fromLabels(
  caller: string,
  labels: ArrayLike<number>,
  data: MixtureData,
  settings: MixtureSettings,
  random: Random,
): MixtureParameters {
  if (labels.length !== data.n) {
    throw new RangeError(
      `${caller}: initialization must name a component for each of ${data.n} rows, got ${labels.length}`,
    );
  }
  for (let i = 0; i < data.n; i++) {
    if (!(Number.isInteger(labels[i]) && labels[i] >= -1 && labels[i] < settings.k)) {
      throw new RangeError(
        `${caller}: initialization[${i}] must be an integer from -1 to ${settings.k - 1}, got ${labels[i]}`,
      );
    }
  }
  const rows = Array.from({ length: settings.k }, () => weightedRow(data, random));
  return assigned(data, Int32Array.from(labels), rowDirections(data, rows), settings);
}

/** Parameters from directions, labels or a mixture that were given. */
export function givenParameters(
  caller: string,
  data: MixtureData,
  given: Given,
  settings: MixtureSettings,
  random: Random,
): MixtureParameters {
  if (given instanceof VonMisesFisherMixture) return fromMixture(caller, given, data, settings);
  if (isRows(given)) return fromDirections(caller, given, data, settings);
  if (given !== null && typeof given === 'object' && typeof given.length === 'number') {
    return fromLabels(caller, given as ArrayLike<number>, data, settings, random);
  }
  throw new TypeError(
    `${caller}: initialization must be a method, directions, labels or a mixture, got ${describe(given)}`,
  );
}
