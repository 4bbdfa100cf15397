import { l2Normalize, matMul } from 'von-mises-fisher/tfjs';
import { tf } from '../engine.ts';
import { NestedSets } from './NestedSets.ts';

/** Duplicate sets at one threshold: two prototypes are duplicates when their cosine is above it. */
export interface SetsAtThreshold {
  readonly threshold: number;
  /** Sets by greedy leaders: how many there are, and how many prototypes the largest has. */
  readonly unique: number;
  readonly largest: number;
  /** The same by connected components, where a chain of duplicates is one set. */
  readonly components: number;
  readonly largestComponent: number;
}

export interface PrototypeSets {
  readonly thresholds: readonly SetsAtThreshold[];
  /** For each prototype the leader of its set at the first threshold; a leader leads itself. */
  readonly leaders: Int32Array;
}

/** Rows and columns of a tile; the rows divide the columns, so that a tile with part of the diagonal has all of it. */
const TILE_ROWS = 512;
const TILE_COLUMNS = 8192;

/**
 * Duplicates among prototypes (Table 4, Figures 6 and 7 of the paper), at all thresholds in one pass. The paper does not
 * say how sets are made; greedy leaders come first here: in the order of the prototypes, each joins the first leader
 * whose cosine with it is above the threshold, or leads a set of its own. Norms play no part.
 *
 * Cost: the lower triangle of the K × K cosines, K²p/2 multiply-adds on the engine in tiles of at most 16 MB, one after
 * the other: with K = 65,536 and p = 256, 5.5e11 multiply-adds, 576 tiles, and 67 MB for each of two copies of the
 * prototypes. A cosine at or under the lowest threshold costs one comparison.
 *
 * @param w [K, p] prototypes
 * @param thresholds ascending, 1 to 31 of them
 * @param onProgress share of the cosines done
 */
export async function prototypeSets(
  w: Float32Array,
  p: number,
  thresholds: readonly number[],
  onProgress: (share: number) => void = () => {},
): Promise<PrototypeSets> {
  const count = w.length / p;
  const lowest = thresholds[0] as number;
  const all = 2 ** thresholds.length - 1;
  const joined = new NestedSets(count, thresholds.length);
  /** Bit l: leads a set at threshold l. */
  const leads = new Int32Array(count);
  const taken = new Int32Array(count);
  const leaders = Int32Array.from({ length: count }, (_, i) => i);
  const members = thresholds.map(() => new Int32Array(count));

  /** Compares prototype i with those from `from` on, whose cosines are given. */
  const compare = (i: number, from: number, cosines: Float32Array) => {
    for (let at = 0; at < cosines.length; at++) {
      const cosine = cosines[at] as number;
      if (!(cosine > lowest)) continue;
      const j = from + at;
      let levels = 1;
      while (levels < thresholds.length && cosine > (thresholds[levels] as number)) levels++;
      joined.join(i, j, levels);
      const joins = (leads[j] as number) & (2 ** levels - 1) & ~(taken[i] as number);
      if (joins === 0) continue;
      taken[i] = (taken[i] as number) | joins;
      if (joins & 1) leaders[i] = j;
      members.forEach((sizes, level) => {
        if (joins & (1 << level)) sizes[j] = (sizes[j] as number) + 1;
      });
    }
  };

  const { unit, across } = tf.tidy(() => {
    const unit = l2Normalize(tf.tensor2d(w, [count, p]));
    return { unit, across: tf.transpose(unit) as tf.Tensor2D };
  });
  for (let from = 0; from < count; from += TILE_ROWS) {
    const rows = Math.min(TILE_ROWS, count - from);
    for (let left = 0; left < from + rows; left += TILE_COLUMNS) {
      const columns = Math.min(TILE_COLUMNS, from + rows - left);
      const tile = tf.tidy(() =>
        matMul(tf.slice(unit, [from, 0], [rows, p]), tf.slice(across, [0, left], [p, columns])),
      );
      const cosines = (await tile.data()) as Float32Array;
      tile.dispose();
      for (let i = from; i < from + rows; i++) {
        const row = (i - from) * columns;
        compare(i, left, cosines.subarray(row, row + Math.min(columns, i - left)));
        if (left + columns > i) leads[i] = all & ~(taken[i] as number);
      }
    }
    onProgress(((from + rows) / count) ** 2);
  }
  tf.dispose([unit, across]);

  return {
    leaders,
    thresholds: thresholds.map((threshold, level) => {
      const components = joined.sizes(level);
      return {
        threshold,
        unique: leads.reduce((sum, mask) => sum + ((mask >> level) & 1), 0),
        largest: 1 + largestOf(members[level] as Int32Array),
        components: components.length,
        largestComponent: largestOf(components),
      };
    }),
  };
}

const largestOf = (sizes: ArrayLike<number>): number =>
  Array.prototype.reduce.call(sizes, (a, b) => Math.max(a as number, b as number), 0) as number;
