import type { SparseRows } from '../rows.ts';

/** The values of some rows by column: where each stands in the data, and which of the rows it belongs to. */
export interface ColumnOrder {
  readonly at: Int32Array;
  readonly row: Int32Array;
}

const orders = /* @__PURE__ */ new WeakMap<SparseRows, Map<string, ColumnOrder>>();

/** By counting; values of one column stay in the order of the rows. */
function sorted({ indices, indptr, p }: SparseRows, first: number, count: number): ColumnOrder {
  const [start, end] = [indptr[first], indptr[first + count]];
  const next = new Int32Array(p + 1);
  for (let at = start; at < end; at++) next[indices[at] + 1]++;
  for (let j = 0; j < p; j++) next[j + 1] += next[j];
  const order = { at: new Int32Array(end - start), row: new Int32Array(end - start) };
  for (let i = 0; i < count; i++) {
    for (let at = indptr[first + i]; at < indptr[first + i + 1]; at++) {
      const to = next[indices[at]]++;
      order.at[to] = at;
      order.row[to] = i;
    }
  }
  return order;
}

/**
 * The order of the values of `count` rows from `first` on, made once and kept as long as the rows: 8 bytes a value. In
 * it what belongs to a column is read from memory once for all of the rows, and columns follow each other.
 */
export function columnOrder(rows: SparseRows, first: number, count: number): ColumnOrder {
  let known = orders.get(rows);
  if (known === undefined) {
    known = new Map();
    orders.set(rows, known);
  }
  const key = `${first}:${count}`;
  let order = known.get(key);
  if (order === undefined) {
    order = sorted(rows, first, count);
    known.set(key, order);
  }
  return order;
}
