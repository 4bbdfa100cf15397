import { PURPOSE, Random } from '../random.ts';
import type { Config } from '../settings/config.ts';

/**
 * Drop path at step `step`: what the residual branches of the student's rows [first, first + count) are
 * multiplied with, [2 · depth, count]: 0 with the block's chance, else 1/(1 - chance). The chance grows linearly
 * from 0 in the first block to `dropPath` in the last. Each row (an image in one view) draws from the stream
 * (seed, dropPath, step, row), whatever rows it is computed with.
 */
export function keepFactors(
  { seed, depth, dropPath }: Pick<Config, 'seed' | 'depth' | 'dropPath'>,
  step: number,
  first: number,
  count: number,
): Float32Array {
  const factors = new Float32Array(2 * depth * count);
  for (let row = 0; row < count; row++) {
    const random = Random.keyed(seed, PURPOSE.dropPath, step, first + row);
    for (let branch = 0; branch < 2 * depth; branch++) {
      const chance = depth === 1 ? 0 : (dropPath * Math.floor(branch / 2)) / (depth - 1);
      factors[branch * count + row] = random.chance(chance) ? 0 : 1 / (1 - chance);
    }
  }
  return factors;
}
