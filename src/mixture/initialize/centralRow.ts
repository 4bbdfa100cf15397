import { lengthOf } from '../../validate.ts';
import type { MixtureData } from '../MixtureData.ts';
import { passOver } from '../passOver.ts';
import { eachVersine } from './eachVersine.ts';
import { rowFactors } from './rowFactors.ts';

/** The row with the smallest sum of 1 - cos to all rows: the one nearest to their mean, the first of equal ones. */
export function centralRow(data: MixtureData): number {
  const { n, p, weights } = data;
  const pass = passOver(data.rows, new Float64Array(p), 1);
  pass.addRows(0, n, new Int32Array(n), rowFactors(data));
  const sum = pass.sums();
  const length = lengthOf(sum);
  const mean = length > 0 ? sum.map((x) => x / length) : sum;
  let central = -1;
  let least = Number.POSITIVE_INFINITY;
  eachVersine(data, mean, (first, count, versines) => {
    for (let i = first; i < first + count; i++) {
      if (weights?.[i] === 0 || !(versines[i - first] < least)) continue;
      central = i;
      least = versines[i - first];
    }
  });
  return central;
}
