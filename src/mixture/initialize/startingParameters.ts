import type { Random } from '../../random.ts';
import { concatenated } from '../concatenated.ts';
import type { MixtureData } from '../MixtureData.ts';
import type { InitializationMethod } from '../MixtureFitOptions.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import type { MixtureSettings } from '../MixtureSettings.ts';
import { alignedToLabels } from './alignedToLabels.ts';
import { assigned } from './assigned.ts';
import { centralRow } from './centralRow.ts';
import { distinctRows } from './distinctRows.ts';
import { farthestFirst } from './farthestFirst.ts';
import { kMeansPlusPlus } from './kMeansPlusPlus.ts';
import { nearest } from './nearest.ts';
import { rowDirections } from './rowDirections.ts';
import { sphericalKMeans } from './sphericalKMeans.ts';
import { weightedRow } from './weightedRow.ts';

type DirectionMethod = Exclude<InitializationMethod, 'random-assignment'>;

const methods: Record<DirectionMethod, (data: MixtureData, k: number, random: Random) => Float64Array> = {
  'k-means++': kMeansPlusPlus,
  'random-rows': (data, k, random) => rowDirections(data, distinctRows(data, k, random)),
  'farthest-first': (data, k, random) => farthestFirst(data, k, weightedRow(data, random)),
  'central-farthest-first': (data, k) => farthestFirst(data, k, centralRow(data)),
  'spherical-k-means': (data, k, random) => sphericalKMeans(data, kMeansPlusPlus(data, k, random)),
};

export const initializationMethods: readonly string[] = /* @__PURE__ */ (() => [
  ...Object.keys(methods),
  'random-assignment',
])();

/** `directions` with random rows behind them, up to k. */
function padded(data: MixtureData, directions: Float64Array, k: number, random: Random): Float64Array {
  const missing = k - directions.length / data.p;
  const rows = Array.from({ length: missing }, () => weightedRow(data, random));
  return concatenated([directions, rowDirections(data, rows)]);
}

/** Parameters to start from; fewer than k components where rows are too few or too alike, unless they are tied. */
export function startingParameters(
  data: MixtureData,
  method: InitializationMethod,
  settings: MixtureSettings,
  random: Random,
): MixtureParameters {
  const { k } = settings;
  if (method === 'random-assignment') {
    const components = Int32Array.from({ length: data.n }, () => Math.floor(random() * k));
    const rows = Array.from({ length: k }, () => weightedRow(data, random));
    return assigned(data, components, rowDirections(data, rows), settings);
  }
  const found = methods[method](data, k, random);
  const directions = settings.tied ? alignedToLabels(data, padded(data, found, k, random), k) : found;
  return assigned(data, nearest(data, directions), directions, settings);
}
