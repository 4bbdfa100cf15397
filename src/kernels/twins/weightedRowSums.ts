import { inDoubles } from './inDoubles.ts';

/** The twin of assembly/weightedRowSums.ts; see ../weightedRowSums.ts. */
export function weightedRowSums(
  rows: Float32Array | Float64Array,
  weights: Float64Array,
  columns: number,
  p: number,
  sums: Float64Array,
): void {
  const products = new Float64Array(sums.length);
  inDoubles(rows, p, (values, count, first) => {
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < columns; c++) {
        const weight = weights[(first + i) * columns + c];
        const start = c * p;
        const from = i * p;
        for (let j = 0; j < p; j++) products[start + j] += weight * values[from + j];
      }
    }
  });
  for (let at = 0; at < sums.length; at++) sums[at] += products[at];
}
