/** Sparse rows as SciPy's csr_matrix has them. */
export interface CsrRows {
  readonly data: Float64Array | Float32Array;
  readonly indices: Int32Array;
  readonly indptr: Float64Array;
  readonly shape: readonly [number, number];
}

/** Rows first, ..., end - 1: views of the values, and pointers that start at 0 again. */
export function csrSlice({ data, indices, indptr, shape }: CsrRows, first: number, end: number): CsrRows {
  const [from, to] = [indptr[first], indptr[end]];
  return {
    data: data.subarray(from, to),
    indices: indices.subarray(from, to),
    indptr: indptr.slice(first, end + 1).map((at) => at - from),
    shape: [end - first, shape[1]],
  };
}
