import { lengthsOf } from './Prototypes.ts';

/** Prototypes that no image goes to, and where they point. */
export interface VoidPrototypes {
  /** How many prototypes win no image. */
  readonly unused: number;
  /** ‖ȳ‖, the length of the mean of the directions: 1 where all are the same, 0 where they have no common direction. */
  readonly meanLength: number;
  /** The cosine of each prototype and ȳ. */
  readonly cosines: Float64Array;
  /**
   * The largest set of duplicates that together win no image, and the mean cosine of its members and ȳ; the paper finds
   * 83 % of a ViT-B's prototypes in one, with cosine -1. Null where every set wins an image.
   */
  readonly largestSet: { readonly size: number; readonly cosine: number } | null;
}

/**
 * @param directions [n, p] unit rows
 * @param w [K, p] prototypes
 * @param wins how many of the images each prototype wins
 * @param leaders the leader of each prototype's duplicate set
 */
export function voidPrototypes(
  directions: Float32Array,
  w: Float32Array,
  p: number,
  wins: Int32Array,
  leaders: Int32Array,
): VoidPrototypes {
  const mean = new Float64Array(p);
  for (let at = 0; at < directions.length; at++) {
    mean[at % p] = (mean[at % p] as number) + (directions[at] as number) / (directions.length / p);
  }
  const meanLength = Math.hypot(...mean);
  const cosines = lengthsOf(w, p).map((length, k) => {
    const dot = mean.reduce((sum, m, j) => sum + m * (w[k * p + j] as number), 0);
    return length * meanLength > 0 ? dot / (length * meanLength) : 0;
  });

  const sets = new Map<number, { size: number; wins: number; cosine: number }>();
  leaders.forEach((leader, k) => {
    const set = sets.get(leader) ?? { size: 0, wins: 0, cosine: 0 };
    set.size += 1;
    set.wins += wins[k] as number;
    set.cosine += cosines[k] as number;
    sets.set(leader, set);
  });
  const empty = [...sets.values()].filter((set) => set.wins === 0).sort((a, b) => b.size - a.size)[0];
  return {
    unused: wins.reduce((sum, won) => sum + (won === 0 ? 1 : 0), 0),
    meanLength,
    cosines,
    largestSet: empty ? { size: empty.size, cosine: empty.cosine / empty.size } : null,
  };
}
