/**
 * A sample of rows of a stream, each as likely as any other: Vitter, Random sampling with a reservoir, ACM TOMS 11
 * (1985), algorithm R. Sparse rows stay sparse. Labelled rows, which may be few, are sampled apart from the others;
 * where there are some, every row of the sample stands for as many as its part had for each one kept.
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
  readonly label: number;
}

/** Rows of one part, labelled or not, and how many of them there were. */
interface Part {
  readonly kept: KeptRow[];
  counted: number;
}

function keptRow(data: MixtureData, i: number): KeptRow {
  const { rows } = data;
  const inverse = data.inverseLengths[i];
  const weight = data.weights?.[i] ?? 1;
  const label = data.labels?.[i] ?? -1;
  if (rows.kind === 'sparse') {
    const [start, end] = [rows.indptr[i], rows.indptr[i + 1]];
    const values = Float64Array.from({ length: end - start }, (_, at) => rows.data[start + at]);
    const indices = Int32Array.from({ length: end - start }, (_, at) => rows.indices[start + at]);
    return { values, indices, inverse, weight, label };
  }
  return { values: Float64Array.from(rows.block(i, 1)), indices: undefined, inverse, weight, label };
}

export class Reservoir {
  /** Rows seen, and their weight. */
  n = 0;
  total = 0;
  private p = 0;
  private readonly size: (p: number) => number;
  private readonly random: Random;
  private readonly unlabelled: Part = { kept: [], counted: 0 };
  private readonly labelled: Part = { kept: [], counted: 0 };

  /** Keeps `size(p)` rows, and as many labelled ones. */
  constructor(size: (p: number) => number, random: Random) {
    this.size = size;
    this.random = random;
  }

  add(data: MixtureData): void {
    this.p = data.p;
    const size = this.size(data.p);
    for (let i = 0; i < data.n; i++) {
      if (data.weights?.[i] === 0) continue;
      const part = (data.labels?.[i] ?? -1) < 0 ? this.unlabelled : this.labelled;
      const at = part.counted < size ? part.counted : Math.floor(this.random() * (part.counted + 1));
      if (at < size) part.kept[at] = keptRow(data, i);
      part.counted++;
    }
    this.n += data.n;
    this.total += data.total;
  }

  /** The rows kept. */
  data(): MixtureData {
    const { p, labelled, unlabelled } = this;
    const parts = labelled.counted > 0 ? [labelled, unlabelled] : [unlabelled];
    const kept = parts.flatMap((part) => part.kept);
    const weights = Float64Array.from(
      parts.flatMap((part) => {
        const share = parts.length === 1 ? 1 : part.counted / part.kept.length;
        return part.kept.map(({ weight }) => share * weight);
      }),
    );
    return {
      rows: kept.some(({ indices }) => indices !== undefined) ? sparseRows(kept, p) : denseRows(kept, p),
      n: kept.length,
      p,
      inverseLengths: Float64Array.from(kept, ({ inverse }) => inverse),
      weights,
      labels: labelled.counted > 0 ? Int32Array.from(kept, ({ label }) => label) : undefined,
      total: weights.reduce((sum, weight) => sum + weight, 0),
    };
  }
}

function denseRows(kept: readonly KeptRow[], p: number): RowSet {
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

function sparseRows(kept: readonly KeptRow[], p: number): RowSet {
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
