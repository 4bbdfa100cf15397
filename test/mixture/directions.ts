import { seededRandom, VonMisesFisher } from 'von-mises-fisher';
import { VonMisesFisherMixture } from 'von-mises-fisher/mixture';

/** K components with directions drawn uniformly, the given concentrations and weights. */
export function randomMixture(
  p: number,
  kappas: readonly number[],
  weights: readonly number[],
  seed: number,
  noise?: number,
): VonMisesFisherMixture {
  const random = seededRandom(seed);
  const components = kappas.map(
    (kappa) => new VonMisesFisher(VonMisesFisher.uniform(p).sample(random), kappa),
  );
  return new VonMisesFisherMixture(weights, components, { noise });
}

/** Flat rows as an array of rows. */
export const split = (rows: Float64Array | Float32Array, p: number): number[][] =>
  Array.from({ length: rows.length / p }, (_, i) => Array.from(rows.subarray(i * p, (i + 1) * p)));

/** Dense rows as a CSR matrix, zeros left out. */
export function sparse(rows: readonly ArrayLike<number>[]) {
  const data: number[] = [];
  const indices: number[] = [];
  const indptr = [0];
  for (const row of rows) {
    for (let j = 0; j < row.length; j++) {
      if (row[j] === 0) continue;
      data.push(row[j]);
      indices.push(j);
    }
    indptr.push(data.length);
  }
  return { data, indices, indptr, shape: [rows.length, rows[0].length] as const };
}

/** The adjusted Rand index of two labellings. Hubert & Arabie, J. Classification 2 (1985). */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const count = (keys: string[]) => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, c) => sum + (c * (c - 1)) / 2, 0);
  };
  const n = a.length;
  const all = (n * (n - 1)) / 2;
  const pairs = count(Array.from(a, (x, i) => `${x},${b[i]}`));
  const inA = count(Array.from(a, String));
  const inB = count(Array.from(b, String));
  const expected = (inA * inB) / all;
  return (pairs - expected) / ((inA + inB) / 2 - expected);
}
