import { NEGLIGIBLE } from '../../src/kernels/negligibleShare.ts';

/** Rows of `columns` log-densities, those that are negligible beside the largest of their row replaced by -Infinity. */
export function withoutNegligible(densities: Float64Array, columns: number): Float64Array {
  return densities.map((x, at) => {
    const start = at - (at % columns);
    const top = densities.subarray(start, start + columns).reduce((most, y) => Math.max(most, y));
    return x - top < NEGLIGIBLE.double ? Number.NEGATIVE_INFINITY : x;
  });
}
