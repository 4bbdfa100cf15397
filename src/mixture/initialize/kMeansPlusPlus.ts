/**
 * Directions by k-means++ with the distance that suits them: each next one is a row drawn with probabilities
 * proportional to w (1 - cos), the cosine to the nearest direction so far; of 2 + log k candidates the one that
 * leaves the smallest sum.
 *
 * Sources: Arthur & Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007, with their greedy
 * variant; 2(1 - cos) is the squared Euclidean distance of unit vectors.
 */
import type { Random } from '../../random.ts';
import type { MixtureData } from '../MixtureData.ts';
import { drawIndex } from './drawIndex.ts';
import { eachVersine, SAME_ROW } from './eachVersine.ts';
import { rowDirections } from './rowDirections.ts';
import { weightedRow } from './weightedRow.ts';

/** k rows' directions, or fewer where the rows hold fewer different ones. */
export function kMeansPlusPlus(data: MixtureData, k: number, random: Random): Float64Array {
  const { n, p, weights } = data;
  const candidates = 2 + Math.floor(Math.log(k));
  const chosen = [weightedRow(data, random)];
  const nearest = new Float64Array(n);
  eachVersine(data, rowDirections(data, chosen), (first, count, versines) => {
    nearest.set(versines.subarray(0, count), first);
  });
  const masses = new Float64Array(n);
  const trial = new Float64Array(n * candidates);
  while (chosen.length < k) {
    let total = 0;
    for (let i = 0; i < n; i++) {
      masses[i] = nearest[i] > SAME_ROW ? nearest[i] * (weights === undefined ? 1 : weights[i]) : 0;
      total += masses[i];
    }
    if (total === 0) break;
    const rows = Array.from({ length: candidates }, () => drawIndex(masses, random));
    const sums = new Float64Array(candidates);
    eachVersine(data, rowDirections(data, rows), (first, count, versines) => {
      for (let i = 0; i < count; i++) {
        const weight = weights === undefined ? 1 : weights[first + i];
        const before = nearest[first + i];
        for (let c = 0; c < candidates; c++) {
          const versine = versines[i * candidates + c];
          const least = Math.min(versine, before);
          trial[(first + i) * candidates + c] = least;
          sums[c] += weight * least;
        }
      }
    });
    const best = sums.indexOf(sums.reduce((least, sum) => Math.min(least, sum)));
    for (let i = 0; i < n; i++) nearest[i] = trial[i * candidates + best];
    chosen.push(rows[best]);
  }
  return rowDirections(data, chosen).slice(0, chosen.length * p);
}
