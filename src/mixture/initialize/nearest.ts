import type { MixtureData } from '../MixtureData.ts';
import { eachVersine } from './eachVersine.ts';

/** The nearest of the directions to each row, the first of equal ones. */
export function nearest(data: MixtureData, directions: Float64Array): Int32Array {
  const components = new Int32Array(data.n);
  eachVersine(data, directions, (i, versines) => {
    let best = 0;
    for (let c = 1; c < versines.length; c++) if (versines[c] < versines[best]) best = c;
    components[i] = best;
  });
  return components;
}
