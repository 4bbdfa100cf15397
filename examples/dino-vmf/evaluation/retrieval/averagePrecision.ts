/** How well one query's positives stand at the front of its ranking. */
export interface RankingScore {
  /** Area under the precision-recall curve by the trapezoidal rule. */
  readonly averagePrecision: number;
  /** Precision among the first 1, 5 and 10. */
  readonly precisionAt: readonly [number, number, number];
}

const DEPTHS = [1, 5, 10] as const;

/**
 * The score of a ranking as in the Revisited Oxford and Paris benchmark (Radenović et al., 2018):
 *
 *   AP = (1/n) Σ_j ( j/r_j + (j + 1)/(r_j + 1) )/2,   r_j the rank, from 0, of the j-th of n positives
 *
 * where the first term is 1 at rank 0. Images of `junk` are taken out of the ranking first. Precision at k counts
 * down to min(k, the rank of the last positive). Null without positives: such a query counts for nothing.
 */
export function averagePrecision(
  ranking: Int32Array,
  positives: ReadonlySet<number>,
  junk: ReadonlySet<number>,
): RankingScore | null {
  if (positives.size === 0) return null;
  const ranks: number[] = [];
  let rank = 0;
  for (const image of ranking) {
    if (junk.has(image)) continue;
    if (positives.has(image)) ranks.push(rank);
    rank++;
  }
  let sum = 0;
  ranks.forEach((r, j) => {
    sum += ((r === 0 ? 1 : j / r) + (j + 1) / (r + 1)) / 2;
  });
  const last = (ranks.at(-1) ?? 0) + 1;
  const precisionAt = DEPTHS.map((depth) => {
    const k = Math.min(depth, last);
    return ranks.filter((r) => r < k).length / k;
  }) as [number, number, number];
  return { averagePrecision: sum / positives.size, precisionAt };
}
