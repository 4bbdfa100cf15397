/**
 * A sample of rows of a stream, each as likely as any other: Vitter, Random sampling with a reservoir, ACM TOMS 11
 * (1985), algorithm R. Sparse rows stay sparse.
 */
import type { Random } from '../../random.ts';
import type { RowSet } from '../../rows.ts';
import type { MixtureData } from '../MixtureData.ts';

interface KeptRow {
  readonly values: Float64Array;
  /** Undefined for a dense row. */
  readonly indices: Int32Array | undefined;
  readonly inverse: number;
  readonly weight: number;
}

function keptRow(data: MixtureData, i: number): KeptRow {
  const { rows } = data;
  const inverse = data.inverseLengths[i];
  const weight = data.weights?.[i] ?? 1;
  if (rows.kind === 'sparse') {
    const [start, end] = [rows.indptr[i], rows.indptr[i + 1]];
    const values = Float64Array.from({ length: end - start }, (_, at) => rows.data[start + at]);
    const indices = Int32Array.from({ length: end - start }, (_, at) => rows.indices[start + at]);
    return { values, indices, inverse, weight };
  }
  return { values: Float64Array.from(rows.block(i, 1)), indices: undefined, inverse, weight };
}

export class Reservoir {
  /** Rows seen, and their weight. */
  n = 0;
  total = 0;
  private p = 0;
  private counted = 0;
  private readonly size: (p: number) => number;
  private readonly random: Random;
  private readonly kept: KeptRow[] = [];

  /** Keeps `size(p)` rows. */
  constructor(size: (p: number) => number, random: Random) {
    this.size = size;
    this.random = random;
  }

  add(data: MixtureData): void {
    this.p = data.p;
    const size = this.size(data.p);
    for (let i = 0; i < data.n; i++) {
      if (data.weights?.[i] === 0) continue;
      const at = this.counted < size ? this.counted : Math.floor(this.random() * (this.counted + 1));
      if (at < size) this.kept[at] = keptRow(data, i);
      this.counted++;
    }
    this.n += data.n;
    this.total += data.total;
  }

  /** The rows kept. */
  data(): MixtureData {
    const { kept, p } = this;
    const weights = Float64Array.from(kept, ({ weight }) => weight);
    return {
      rows: kept.some(({ indices }) => indices !== undefined) ? this.#sparse() : this.#dense(),
      n: kept.length,
      p,
      inverseLengths: Float64Array.from(kept, ({ inverse }) => inverse),
      weights,
      labels: undefined,
      total: weights.reduce((sum, weight) => sum + weight, 0),
    };
  }

  #dense(): RowSet {
    const { kept, p } = this;
    const values = new Float64Array(kept.length * p);
    kept.forEach((row, i) => {
      values.set(row.values, i * p);
    });
    return {
      kind: 'dense',
      n: kept.length,
      p,
      block: (first, count) => values.subarray(first * p, (first + count) * p),
    };
  }

  #sparse(): RowSet {
    const { kept, p } = this;
    const data: number[] = [];
    const indices: number[] = [];
    const indptr = [0];
    for (const row of kept) {
      row.values.forEach((value, at) => {
        data.push(value);
        indices.push(row.indices?.[at] ?? at);
      });
      indptr.push(data.length);
    }
    return { kind: 'sparse', n: kept.length, p, data, indices, indptr, shape: [kept.length, p] };
  }
}
