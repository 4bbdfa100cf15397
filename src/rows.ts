import type { FloatArray } from './special/arrays.ts';
import { describe } from './special/arrays.ts';

/** Sparse rows in compressed form, under the names of SciPy's csr_matrix. */
export interface CsrMatrix {
  /** The non-zero values, row after row. */
  readonly data: ArrayLike<number>;
  /** The column of each value, none twice in a row. */
  readonly indices: ArrayLike<number>;
  /** Where each row starts in `data`: rows + 1 offsets. */
  readonly indptr: ArrayLike<number>;
  /** [rows, columns] */
  readonly shape: readonly [number, number];
}

/**
 * Data of n rows in p dimensions: a flat row-major Float64Array or Float32Array of n·p values, an array of
 * rows, or sparse rows. Never copied as a whole.
 */
export type Rows = FloatArray | readonly ArrayLike<number>[] | CsrMatrix;

export interface DenseRows {
  readonly kind: 'dense';
  readonly n: number;
  readonly p: number;
  /**
   * Rows first, ..., first + count - 1 as one flat array: a view of flat data, a copy of rows that stand
   * alone, valid until the next call.
   */
  block(first: number, count: number): FloatArray;
}

export interface SparseRows extends CsrMatrix {
  readonly kind: 'sparse';
  readonly n: number;
  readonly p: number;
}

export type RowSet = DenseRows | SparseRows;

const isFloatArray = (value: unknown): value is FloatArray =>
  value instanceof Float64Array || value instanceof Float32Array;

/**
 * `data` ready to be read, its shape checked and its values not. `p` is the dimension: needed for flat data,
 * checked against the others.
 */
export function rowSet(caller: string, data: Rows, p?: number): RowSet {
  if (p !== undefined && !(Number.isInteger(p) && p >= 2)) {
    throw new RangeError(`${caller}: dimension must be an integer of 2 or more, got ${p}`);
  }
  if (isFloatArray(data)) return flatRows(caller, data, p);
  if (Array.isArray(data)) return separateRows(caller, data, p);
  if (data !== null && typeof data === 'object' && 'indptr' in data) return sparseRows(caller, data, p);
  throw new TypeError(
    `${caller}: data must be a Float64Array, Float32Array, array of rows or CSR matrix, got ${describe(data)}`,
  );
}

function flatRows(caller: string, data: FloatArray, p: number | undefined): DenseRows {
  if (p === undefined) {
    throw new TypeError(`${caller}: a flat ${data.constructor.name} needs its dimension, got none`);
  }
  if (data.length % p !== 0) {
    throw new RangeError(
      `${caller}: data must hold whole rows of ${p}, got ${data.length} values, ${data.length % p} over`,
    );
  }
  return {
    kind: 'dense',
    n: data.length / p,
    p,
    block: (first, count) => data.subarray(first * p, (first + count) * p),
  };
}

function separateRows(
  caller: string,
  data: readonly ArrayLike<number>[],
  wanted: number | undefined,
): DenseRows {
  const p = wanted ?? data[0]?.length;
  if (p === undefined) throw new RangeError(`${caller}: data must have at least one row, got none`);
  if (!(p >= 2)) throw new RangeError(`${caller}: data[0] must have at least 2 columns, got ${p}`);
  data.forEach((row, i) => {
    if (typeof row?.length !== 'number') {
      throw new TypeError(`${caller}: data[${i}] must be an array of numbers, got ${describe(row)}`);
    }
    if (row.length !== p)
      throw new RangeError(`${caller}: data[${i}] must have length ${p}, got ${row.length}`);
  });
  let packed = new Float64Array(0);
  return {
    kind: 'dense',
    n: data.length,
    p,
    block(first, count) {
      if (packed.length < count * p) packed = new Float64Array(count * p);
      for (let i = 0; i < count; i++) packed.set(data[first + i], i * p);
      return packed.subarray(0, count * p);
    },
  };
}

function sparseRows(caller: string, matrix: CsrMatrix, wanted: number | undefined): SparseRows {
  const { data, indices, indptr, shape } = matrix;
  const [n, p] = shape ?? [];
  if (!(Number.isInteger(n) && n >= 0 && Number.isInteger(p) && p >= 2)) {
    throw new RangeError(`${caller}: data.shape must be [rows, columns of 2 or more], got [${shape}]`);
  }
  if (wanted !== undefined && wanted !== p) {
    throw new RangeError(`${caller}: data must have ${wanted} columns, got ${p}`);
  }
  if (indptr.length !== n + 1 || indptr[0] !== 0 || indptr[n] !== data.length) {
    throw new RangeError(
      `${caller}: data.indptr must hold ${n + 1} offsets from 0 to ${data.length}, ` +
        `got ${indptr.length} from ${indptr[0]} to ${indptr[indptr.length - 1]}`,
    );
  }
  if (indices.length !== data.length) {
    throw new RangeError(
      `${caller}: data.indices must have length ${data.length} as data.data has, got ${indices.length}`,
    );
  }
  for (let i = 0; i < n; i++) {
    if (!(indptr[i + 1] >= indptr[i])) {
      throw new RangeError(`${caller}: data.indptr must not decrease, got ${indptr[i]}, ${indptr[i + 1]}`);
    }
  }
  const lastRow = new Int32Array(p).fill(-1);
  for (let i = 0; i < n; i++) {
    for (let k = indptr[i]; k < indptr[i + 1]; k++) {
      const column = indices[k];
      if (!(column >= 0 && column < p && Number.isInteger(column))) {
        throw new RangeError(`${caller}: data.indices[${k}] must be a column in [0, ${p}), got ${column}`);
      }
      if (lastRow[column] === i) {
        throw new RangeError(
          `${caller}: data must name a column once a row, got ${column} twice in row ${i}`,
        );
      }
      lastRow[column] = i;
    }
  }
  return { kind: 'sparse', n, p, data, indices, indptr, shape };
}
