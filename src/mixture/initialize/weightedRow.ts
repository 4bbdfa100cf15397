import type { Random } from '../../random.ts';
import type { MixtureData } from '../MixtureData.ts';
import { drawIndex } from './drawIndex.ts';

/** One row, drawn in proportion to its weight. */
export function weightedRow({ n, weights }: MixtureData, random: Random): number {
  return drawIndex(weights ?? new Float64Array(n).fill(1), random);
}
