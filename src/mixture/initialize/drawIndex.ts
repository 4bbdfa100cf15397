import type { Random } from '../../random.ts';

/** An index drawn with probabilities proportional to `masses`, not all of them 0. */
export function drawIndex(masses: Float64Array, random: Random): number {
  let total = 0;
  for (const mass of masses) total += mass;
  let left = random() * total;
  let last = 0;
  for (let i = 0; i < masses.length; i++) {
    if (masses[i] === 0) continue;
    last = i;
    left -= masses[i];
    if (left < 0) return i;
  }
  return last;
}
