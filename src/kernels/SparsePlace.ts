import { byColumns, type CompressedRows } from './byColumns.ts';
import type { KernelExports } from './KernelExports.ts';
import { layOut } from './layOut.ts';

/** Bytes of the matrix that a bucket of columns meets: a part of the second-level cache. */
const BUCKET_BYTES = 2 ** 18;
/** Values of rows that are taken at a time. */
const BLOCK_VALUES = 2 ** 18;

interface Addresses {
  readonly matrix: number;
  readonly sums: number;
  readonly next: number;
  readonly values: number;
  readonly indices: number;
  readonly pointers: number;
  readonly records: number;
  readonly shares: number;
  readonly ends: number;
  readonly found: number;
}

/**
 * The memory of the module for SparseProducts.ts: a matrix of p x K numbers and their sums, and the rows that were
 * copied there last, sorted into buckets of columns. K is even.
 */
export class SparsePlace {
  private readonly wasm: KernelExports;
  private readonly size: number;
  private readonly columns: number;
  private readonly shift: number;
  private readonly buckets: number;
  private at: Addresses;
  private room = { values: 0, rows: 0 };
  private held: { rows: CompressedRows | undefined; first: number; count: number; values: number };

  constructor(wasm: KernelExports, p: number, columns: number) {
    this.wasm = wasm;
    this.size = p * columns;
    this.columns = columns;
    this.shift = Math.max(0, Math.floor(Math.log2(BUCKET_BYTES / (columns * 8))));
    this.buckets = Math.ceil(p / 2 ** this.shift);
    this.held = { rows: undefined, first: 0, count: 0, values: 0 };
    this.at = this.#laidOut();
  }

  matrix(): Float64Array {
    return new Float64Array(this.wasm.memory.buffer, this.at.matrix, this.size);
  }

  sums(): Float64Array {
    return new Float64Array(this.wasm.memory.buffer, this.at.sums, this.size);
  }

  /** Calls `visit` with `count` rows of `columns` products, of the rows from row `from` on, block after block. */
  products(
    rows: CompressedRows,
    first: number,
    count: number,
    visit: (from: number, taken: number, products: Float64Array) => void,
  ): void {
    const { wasm, columns } = this;
    this.#eachBlock(rows, first, count, (from, taken) => {
      const here = this.#shares(taken).fill(0);
      wasm.sparseProducts(this.at.records, this.held.values, this.at.matrix, columns, this.at.shares);
      visit(from, taken, here);
    });
  }

  /** Adds rows under their shares, which `fill` writes as `count` rows of `columns`. */
  addShares(
    rows: CompressedRows,
    first: number,
    count: number,
    fill: (from: number, taken: number, shares: Float64Array) => void,
  ): void {
    const { wasm, columns } = this;
    this.#eachBlock(rows, first, count, (from, taken) => {
      fill(from, taken, this.#shares(taken));
      const { records, shares, ends, found, sums } = this.at;
      wasm.listShares(shares, taken, columns, ends, found);
      wasm.sparseSums(records, this.held.values, shares, ends, found, columns, sums);
    });
  }

  #shares(rows: number): Float64Array {
    return new Float64Array(this.wasm.memory.buffer, this.at.shares, rows * this.columns);
  }

  /** Rows from `first` on, so many at a time that their values fit; a longer row comes alone. */
  #eachBlock(
    rows: CompressedRows,
    first: number,
    count: number,
    visit: (from: number, taken: number) => void,
  ): void {
    const { indptr } = rows;
    const end = first + count;
    for (let from = first; from < end; ) {
      let to = from + 1;
      while (to < end && indptr[to + 1] - indptr[from] <= BLOCK_VALUES) to++;
      this.#hold(rows, from, to - from);
      visit(from, to - from);
      from = to;
    }
  }

  #hold(rows: CompressedRows, first: number, count: number): void {
    const { held, room, wasm, buckets, shift } = this;
    if (held.rows === rows && held.first === first && held.count === count) return;
    const { data, indices, indptr } = byColumns(rows, first, count);
    if (data.length > room.values || count > room.rows) {
      this.room = { values: Math.max(data.length, room.values), rows: Math.max(count, room.rows) };
      this.at = this.#laidOut();
    }
    const { at } = this;
    const { buffer } = wasm.memory;
    new Float64Array(buffer, at.values, data.length).set(data);
    new Uint32Array(buffer, at.indices, data.length).set(indices);
    new Uint32Array(buffer, at.pointers, count + 1).set(indptr);
    const next = new Uint32Array(buffer, at.next, buckets).fill(0);
    wasm.countColumns(at.indices, data.length, shift, at.next);
    let start = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const size = next[bucket];
      next[bucket] = start;
      start += size;
    }
    wasm.sortByColumns(at.values, at.indices, at.pointers, count, shift, at.next, at.records);
    this.held = { rows, first, count, values: data.length };
  }

  /** What stays comes first, so that it keeps its place when there is to be more room for rows. */
  #laidOut(): Addresses {
    const { size, columns, buckets, room } = this;
    const { values, rows } = room;
    const places = layOut(
      this.wasm,
      ...[size * 8, size * 8, buckets * 4, values * 8, values * 4, (rows + 1) * 4, values * 16],
      ...[rows * columns * 8, rows * 8, rows * (columns >> 2) * 16],
    );
    const [matrix, sums, next, valuesAt, indices, pointers, records, shares, ends, found] = places;
    return { matrix, sums, next, values: valuesAt, indices, pointers, records, shares, ends, found };
  }
}
