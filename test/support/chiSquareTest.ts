import { chiSquareSurvival } from './chiSquareSurvival.ts';

/** Pearson's test of counts against cells of equal probability: the p-value. */
export function chiSquareTest(counts: ArrayLike<number>): number {
  const cells = Array.from(counts);
  const expected = cells.reduce((sum, count) => sum + count, 0) / cells.length;
  if (!(expected >= 5)) throw new Error(`chiSquareTest: ${expected} expected in a cell, wanted 5 or more`);
  const statistic = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chiSquareSurvival(statistic, cells.length - 1);
}
