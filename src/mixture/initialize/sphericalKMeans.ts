/**
 * Spherical k-means from given directions: rows go to the direction of the largest cosine, directions to the mean of
 * their rows. Dhillon & Modha, Machine Learning 42 (2001). A direction without rows moves to the row that is
 * farthest from its own.
 */
import { lengthOf } from '../../validate.ts';
import type { MixtureData } from '../MixtureData.ts';
import { passOver } from '../passOver.ts';
import { nearest } from './nearest.ts';
import { rowDirections } from './rowDirections.ts';
import { rowFactors } from './rowFactors.ts';

const MOST_ROUNDS = 20;
/** Relative gain below which it stops. */
const LEAST_GAIN = 1e-4;

export function sphericalKMeans(data: MixtureData, start: Float64Array): Float64Array {
  const { n, p, weights } = data;
  const k = start.length / p;
  const directions = start.slice();
  const distances = new Float64Array(n);
  const factors = rowFactors(data);
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const components = nearest(data, directions, distances);
    const total = distances.reduce((sum, versine, i) => sum + (weights?.[i] ?? 1) * versine, 0);
    if (!(before - total > LEAST_GAIN * total)) break;
    before = total;
    const pass = passOver(data.rows, directions, k);
    pass.addRows(0, n, components, factors);
    const sums = pass.sums();
    for (let c = 0; c < k; c++) {
      const sum = sums.subarray(c * p, (c + 1) * p);
      const length = lengthOf(sum);
      if (length > 0) for (let j = 0; j < p; j++) directions[c * p + j] = sum[j] / length;
      else directions.set(rowDirections(data, [takeFarthest(distances)]), c * p);
    }
  }
  return directions;
}

/** The row of the largest distance, which is set to 0 so that it is not taken again. */
function takeFarthest(distances: Float64Array): number {
  let farthest = 0;
  for (let i = 1; i < distances.length; i++) if (distances[i] > distances[farthest]) farthest = i;
  distances[farthest] = 0;
  return farthest;
}
