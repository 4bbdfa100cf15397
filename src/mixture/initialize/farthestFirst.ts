/**
 * Directions by farthest-first traversal: a row at random, then again and again the row whose nearest direction is
 * farthest. Gonzalez, Theor. Comput. Sci. 38 (1985). Spread out well, and drawn to outliers.
 */
import type { Random } from '../../random.ts';
import type { MixtureData } from '../MixtureData.ts';
import { eachVersine } from './eachVersine.ts';
import { rowDirections } from './rowDirections.ts';
import { weightedRow } from './weightedRow.ts';

/** Rows nearer than rounding count as the same. */
const SAME = 2 ** -46;

/** k rows' directions, or fewer where the rows hold fewer different ones. */
export function farthestFirst(data: MixtureData, k: number, random: Random): Float64Array {
  const chosen = [weightedRow(data, random)];
  const nearest = new Float64Array(data.n).fill(Number.POSITIVE_INFINITY);
  while (chosen.length < k) {
    let farthest = -1;
    let most = SAME;
    eachVersine(data, rowDirections(data, chosen.slice(-1)), (first, count, versines) => {
      for (let i = first; i < first + count; i++) {
        nearest[i] = Math.min(nearest[i], versines[i - first]);
        if (nearest[i] > most && !(data.weights?.[i] === 0)) {
          most = nearest[i];
          farthest = i;
        }
      }
    });
    if (farthest < 0) break;
    chosen.push(farthest);
  }
  return rowDirections(data, chosen);
}
