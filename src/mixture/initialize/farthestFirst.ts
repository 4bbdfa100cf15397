/**
 * Directions by farthest-first traversal: a first row, then again and again the row whose nearest direction is
 * farthest. Gonzalez, Theor. Comput. Sci. 38 (1985). Spread out well, and drawn to outliers.
 */
import type { MixtureData } from '../MixtureData.ts';
import { eachVersine, SAME_ROW } from './eachVersine.ts';
import { rowDirections } from './rowDirections.ts';

/** k rows' directions from row `first` on, or fewer where the rows hold fewer different ones. */
export function farthestFirst(data: MixtureData, k: number, first: number): Float64Array {
  const chosen = [first];
  const nearest = new Float64Array(data.n).fill(Number.POSITIVE_INFINITY);
  while (chosen.length < k) {
    let farthest = -1;
    let most = SAME_ROW;
    eachVersine(data, rowDirections(data, chosen.slice(-1)), (from, count, versines) => {
      for (let i = from; i < from + count; i++) {
        nearest[i] = Math.min(nearest[i], versines[i - from]);
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
