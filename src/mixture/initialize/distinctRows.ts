import type { Random } from '../../random.ts';
import type { MixtureData } from '../MixtureData.ts';

/** `count` different rows of those whose weight is not 0, or all of these: each equally likely. */
export function distinctRows({ n, weights }: MixtureData, count: number, random: Random): number[] {
  const left = Float64Array.from({ length: n }, (_, i) => (weights === undefined || weights[i] > 0 ? 1 : 0));
  const available = left.reduce((sum, mass) => sum + mass, 0);
  if (count * 4 > available) return shuffled(left, count, random);
  const rows: number[] = [];
  while (rows.length < count) {
    const i = Math.floor(random() * n);
    if (left[i] === 0) continue;
    left[i] = 0;
    rows.push(i);
  }
  return rows;
}

/** The first `count` of the rows whose mass is 1, in random order (Fisher and Yates). */
function shuffled(masses: Float64Array, count: number, random: Random): number[] {
  const rows = Array.from(masses.keys()).filter((i) => masses[i] > 0);
  const wanted = Math.min(count, rows.length);
  for (let at = 0; at < wanted; at++) {
    const other = at + Math.floor(random() * (rows.length - at));
    [rows[at], rows[other]] = [rows[other], rows[at]];
  }
  return rows.slice(0, wanted);
}
