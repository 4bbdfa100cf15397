import type { CsrRows } from './csrSlice.ts';

/** Values of a sparse matrix in any order. */
export class SparseEntries {
  readonly n: number;
  readonly p: number;
  /** How many there are to be. */
  readonly most: number;
  count = 0;
  #rows: Int32Array;
  #columns: Int32Array;
  #values: Float64Array;

  constructor(n: number, p: number, most: number) {
    this.n = n;
    this.p = p;
    this.most = most;
    // A file that promises much may hold little.
    const room = Math.min(most, 2 ** 16);
    this.#rows = new Int32Array(room);
    this.#columns = new Int32Array(room);
    this.#values = new Float64Array(room);
  }

  get isFull(): boolean {
    return this.count === this.most;
  }

  add(row: number, column: number, value: number): void {
    if (this.count === this.#values.length) this.#grow();
    this.#rows[this.count] = row;
    this.#columns[this.count] = column;
    this.#values[this.count++] = value;
  }

  #grow(): void {
    const room = Math.min(this.most, 2 * this.count);
    const [rows, columns, values] = [new Int32Array(room), new Int32Array(room), new Float64Array(room)];
    rows.set(this.#rows);
    columns.set(this.#columns);
    values.set(this.#values);
    [this.#rows, this.#columns, this.#values] = [rows, columns, values];
  }

  /** Row after row, in the order they came within each: a counting sort. */
  rows(): CsrRows {
    const { n, p, count } = this;
    const indptr = new Float64Array(n + 1);
    for (let at = 0; at < count; at++) indptr[this.#rows[at] + 1]++;
    for (let i = 0; i < n; i++) indptr[i + 1] += indptr[i];
    const next = indptr.slice(0, n);
    const data = new Float64Array(count);
    const indices = new Int32Array(count);
    for (let at = 0; at < count; at++) {
      const to = next[this.#rows[at]]++;
      data[to] = this.#values[at];
      indices[to] = this.#columns[at];
    }
    return { data, indices, indptr, shape: [n, p] };
  }
}
