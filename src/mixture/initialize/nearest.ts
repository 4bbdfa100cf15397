import type { MixtureData } from '../MixtureData.ts';
import { eachVersine } from './eachVersine.ts';

/** The nearest of k directions to each row, the first of equal ones; writes 1 - cos to it if `distances` is given. */
export function nearest(data: MixtureData, directions: Float64Array, distances?: Float64Array): Int32Array {
  const components = new Int32Array(data.n);
  const k = directions.length / data.p;
  eachVersine(data, directions, (first, count, versines) => {
    for (let i = 0; i < count; i++) {
      const start = i * k;
      let best = start;
      for (let at = start + 1; at < start + k; at++) if (versines[at] < versines[best]) best = at;
      components[first + i] = best - start;
      if (distances) distances[first + i] = versines[best];
    }
  });
  return components;
}
