import type { Summary } from '../resultant/Summary.ts';

/** The direction of a sum of groups' resultants, weighted, and its length over Σ weights; NaN for a zero sum. */
export function weightedMeanDirection(
  groups: readonly Summary[],
  weights: readonly number[],
): { direction: Float64Array; length: number } {
  const direction = new Float64Array(groups[0].p);
  groups.forEach(({ meanDirection, rBar }, i) => {
    // A group whose resultant is 0 has no direction and adds nothing.
    if (rBar > 0) for (let j = 0; j < direction.length; j++) direction[j] += weights[i] * meanDirection[j];
  });
  let square = 0;
  for (const value of direction) square += value * value;
  const length = Math.sqrt(square);
  for (let j = 0; j < direction.length; j++) direction[j] /= length;
  return { direction, length };
}
