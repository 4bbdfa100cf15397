/** Side of a square of numbers of which both sides stay in the first-level cache. */
const SIDE = 32;

/**
 * The transpose of a matrix.
 *
 * @param matrix rows of `width` numbers
 * @param columns numbers of a row of `out`: the number of rows of `matrix`, or more, which are then left 0
 * @param out `width` rows
 */
export function transposed(
  matrix: Float64Array,
  width: number,
  columns: number,
  out: Float64Array = new Float64Array(width * columns),
): Float64Array {
  const rows = Math.min(columns, matrix.length / width);
  if (rows < columns) out.fill(0);
  for (let i0 = 0; i0 < rows; i0 += SIDE) {
    const i1 = Math.min(rows, i0 + SIDE);
    for (let j0 = 0; j0 < width; j0 += SIDE) {
      const j1 = Math.min(width, j0 + SIDE);
      for (let i = i0; i < i1; i++) {
        for (let j = j0; j < j1; j++) out[j * columns + i] = matrix[i * width + j];
      }
    }
  }
  return out;
}
