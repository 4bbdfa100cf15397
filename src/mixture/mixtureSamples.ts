import type { Random } from '../random.ts';
import type { VonMisesFisher } from '../VonMisesFisher.ts';
import { drawIndex } from './initialize/drawIndex.ts';

/** Draws with the component that each comes from. */
export interface MixtureSamples {
  /** n·p values row by row. */
  readonly samples: Float64Array;
  /** The component of each row; their number for noise. */
  readonly components: Int32Array;
}

/**
 * n draws: the component of every row first, then the rows of each component together. `laws` are the components, and
 * the uniform distribution if there is noise.
 */
export function mixtureSamples(
  laws: readonly VonMisesFisher[],
  masses: Float64Array,
  n: number,
  random: Random,
): MixtureSamples {
  const { p } = laws[0];
  const components = Int32Array.from({ length: n }, () => drawIndex(masses, random));
  const counts = new Int32Array(laws.length);
  for (const k of components) counts[k]++;
  const pools = laws.map((law, k) =>
    counts[k] === 0 ? new Float64Array(0) : law.samples(counts[k], { random }),
  );
  const used = new Int32Array(laws.length);
  const samples = new Float64Array(n * p);
  components.forEach((k, i) => {
    samples.set(pools[k].subarray(used[k] * p, (used[k] + 1) * p), i * p);
    used[k]++;
  });
  return { samples, components };
}
