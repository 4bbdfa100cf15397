import type { VonMisesFisherMixture } from '../../mixture/index.ts';
import type { ClusterChunk } from '../clusterRows.ts';
import { denseRow } from '../rows/denseRow.ts';

export interface RowSample {
  /** Unit vectors, row by row. */
  readonly data: Float64Array;
  readonly n: number;
  /** The component of each; their number where it is noise. */
  readonly labels: Int32Array;
}

/** Every so many rows of a source of `n` rows, at most `most` of them, with their components. */
export async function sampleRows(
  chunks: AsyncIterable<ClusterChunk>,
  mixture: VonMisesFisherMixture,
  n: number,
  most: number,
): Promise<RowSample> {
  const { p } = mixture;
  const step = Math.max(1, Math.ceil(n / most));
  const data = new Float64Array(Math.ceil(n / step) * p);
  let taken = 0;
  let first = 0;
  for await (const { rows } of chunks) {
    const count = 'indptr' in rows ? rows.shape[0] : rows.length / p;
    for (let i = (step - (first % step)) % step; i < count; i += step) {
      const row = data.subarray(taken * p, (taken + 1) * p);
      row.set(denseRow({ data: rows, p }, i));
      // Divided by the largest first, so that no square overflows.
      const largest = row.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const norm = Math.sqrt(row.reduce((sum, x) => sum + (x / largest) ** 2, 0));
      for (let j = 0; j < p; j++) row[j] = row[j] / largest / norm;
      taken++;
    }
    first += count;
  }
  const sample = data.subarray(0, taken * p);
  return { data: sample, n: taken, labels: mixture.predict(sample) };
}
