/**
 * Which pair of components to merge and which third one to split: nearest pairs first, by Bhattacharyya's distance
 * times the smaller weight, about what merging costs; and first the components that hold most of the spread,
 * α_k (1 - A_p(κ_k)), about what a split can gain.
 */
import { meanResultantLengthComplement } from '../special/meanResultantLength.ts';
import { componentAt } from './componentAt.ts';
import type { MixtureParameters } from './MixtureParameters.ts';

/** Components to merge, and one to split. */
export interface Move {
  readonly merge: readonly [number, number];
  readonly split: number;
}

/** Moves worth an attempt, the most promising first, at most `count`. */
export function rankedMoves(parameters: MixtureParameters, count: number): Move[] {
  const { p, weights, kappas } = parameters;
  const k = weights.length;
  if (k < 3) return [];
  const laws = Array.from({ length: k }, (_, c) => componentAt(parameters, c));
  const pairs: { merge: [number, number]; cost: number }[] = [];
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      const cost = Math.min(weights[a], weights[b]) * laws[a].bhattacharyyaDistance(laws[b]);
      pairs.push({ merge: [a, b], cost });
    }
  }
  pairs.sort((x, y) => x.cost - y.cost);
  const spread = Array.from(weights, (weight, c) => weight * meanResultantLengthComplement(p, kappas[c]));
  const widest = Array.from(weights.keys()).sort((a, b) => spread[b] - spread[a]);
  const moves = pairs.slice(0, count).flatMap(({ merge }, rank) =>
    widest
      .filter((c) => !merge.includes(c))
      .slice(0, count)
      .map((split, order) => ({ merge, split, order: rank + order })),
  );
  return moves
    .sort((x, y) => x.order - y.order)
    .slice(0, count)
    .map(({ merge, split }) => ({ merge, split }));
}
