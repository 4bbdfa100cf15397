import { seededRandom } from 'von-mises-fisher';
import { sampleRows } from '../../src/sampling/sampleRows.ts';

/** A direction with no zero in it, the same for every seed. */
export function direction(p: number): Float64Array {
  const values = Float64Array.from({ length: p }, (_, j) => ((j * 7919) % 13) - 6.5);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / length);
}

/** n draws around `mu`, row-major. */
export const sampledRows = (mu: Float64Array, kappa: number, n: number, seed: number): Float64Array =>
  sampleRows(mu, kappa, n, seededRandom(seed), new Float64Array(n * mu.length));

/** Flat rows as an array of views. */
export const split = <T extends Float64Array | Float32Array>(rows: T, p: number): T[] =>
  Array.from({ length: rows.length / p }, (_, i) => rows.subarray(i * p, (i + 1) * p) as T);
