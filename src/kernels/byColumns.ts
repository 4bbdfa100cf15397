/** Compressed sparse rows: those of row i are values indptr_i to indptr_(i+1) - 1 of `data`, in columns `indices`. */
export interface CompressedRows {
  readonly data: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
  readonly indptr: ArrayLike<number>;
}

const known = /* @__PURE__ */ new WeakMap<CompressedRows, boolean>();

/** Whether columns do not decrease within rows, as most programs write them. */
function areOrdered(rows: CompressedRows): boolean {
  let ordered = known.get(rows);
  if (ordered === undefined) {
    const { indices, indptr } = rows;
    ordered = true;
    for (let i = 0; i + 1 < indptr.length && ordered; i++) {
      for (let at = indptr[i] + 1; at < indptr[i + 1]; at++) {
        if (indices[at] < indices[at - 1]) ordered = false;
      }
    }
    known.set(rows, ordered);
  }
  return ordered;
}

/** Numbers `start` to end - 1, without a copy where they are in a typed array. */
function part(numbers: ArrayLike<number>, start: number, end: number): ArrayLike<number> {
  if (ArrayBuffer.isView(numbers)) return (numbers as unknown as Float64Array).subarray(start, end);
  return Array.prototype.slice.call(numbers, start, end);
}

/** `count` rows from `first` on, values of each in the order of their columns. */
export function byColumns(rows: CompressedRows, first: number, count: number): CompressedRows {
  const { indptr } = rows;
  const start = indptr[first];
  const end = indptr[first + count];
  const pointers = new Uint32Array(count + 1);
  for (let i = 0; i <= count; i++) pointers[i] = indptr[first + i] - start;
  const data = part(rows.data, start, end);
  const indices = part(rows.indices, start, end);
  if (areOrdered(rows)) return { data, indices, indptr: pointers };
  const order = Uint32Array.from(data, (_, at) => at);
  for (let i = 0; i < count; i++) {
    order.subarray(pointers[i], pointers[i + 1]).sort((a, b) => indices[a] - indices[b] || a - b);
  }
  return {
    data: Float64Array.from(order, (at) => data[at]),
    indices: Uint32Array.from(order, (at) => indices[at]),
    indptr: pointers,
  };
}
