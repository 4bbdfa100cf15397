import type { Random } from '../random.ts';
import { type Rows, rowSet } from '../rows.ts';
import { requireWeights } from '../validate.ts';
import { fitMixture } from './fitMixture.ts';
import type { MixtureFitOptions } from './MixtureFitOptions.ts';

/** The fold of each row: sizes differ by 1 at most. */
function foldsOf(n: number, folds: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
  const fold = new Int32Array(n);
  order.forEach((i, at) => {
    fold[i] = at % folds;
  });
  return fold;
}

/**
 * The mean log density of rows under mixtures fitted to the other folds: rows held out have weight 0 in the fit, so
 * that no rows are copied.
 */
export function heldOutScore(
  caller: string,
  data: Rows,
  k: number,
  folds: number,
  options: MixtureFitOptions,
  random: Random,
): number {
  const { n } = rowSet(caller, data, options.dimension);
  if (folds > n)
    throw new RangeError(`${caller}: folds must be at most ${n}, the number of rows, got ${folds}`);
  const { sampleWeights, normalize } = options;
  if (sampleWeights !== undefined) requireWeights(caller, sampleWeights, n);
  const weight = (i: number): number => (sampleWeights === undefined ? 1 : sampleWeights[i]);
  const fold = foldsOf(n, folds, random);
  let sum = 0;
  let total = 0;
  for (let held = 0; held < folds; held++) {
    const inside = Float64Array.from(fold, (part, i) => (part === held ? 0 : weight(i)));
    const outside = Float64Array.from(fold, (part, i) => (part === held ? weight(i) : 0));
    const here = outside.reduce((all, w) => all + w, 0);
    if (here === 0) continue;
    const { mixture } = fitMixture(data, k, { ...options, sampleWeights: inside });
    sum += here * mixture.score(data, { sampleWeights: outside, normalize });
    total += here;
  }
  return sum / total;
}
