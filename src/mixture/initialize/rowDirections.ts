import type { MixtureData } from '../MixtureData.ts';
import { passOver } from '../passOver.ts';

/** The directions of the rows named, one after the other. */
export function rowDirections(data: MixtureData, rows: readonly number[]): Float64Array {
  const pass = passOver(data.rows, new Float64Array(data.p), 1);
  const directions = new Float64Array(rows.length * data.p);
  rows.forEach((i, at) => {
    const row = pass.row(i);
    for (let j = 0; j < data.p; j++) directions[at * data.p + j] = row[j] * data.inverseLengths[i];
  });
  return directions;
}
