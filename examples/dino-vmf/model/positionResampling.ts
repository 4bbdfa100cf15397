/** Keys' cubic kernel with a = -3/4, the bicubic filter of PyTorch's `interpolate`. */
function cubic(x: number): number {
  x = Math.abs(x);
  if (x < 1) return (1.25 * x - 2.25) * x * x + 1;
  if (x < 2) return -0.75 * (((x - 5) * x + 8) * x - 4);
  return 0;
}

/** Weights [to, from] of bicubic interpolation along a line, ends repeated, no antialiasing. */
function lineWeights(from: number, to: number, offset: number): Float64Array[] {
  return Array.from({ length: to }, (_, o) => {
    const row = new Float64Array(from);
    const centre = ((o + 0.5) * from) / (to + offset) - 0.5;
    for (let i = Math.floor(centre) - 1; i <= Math.floor(centre) + 2; i++) {
      const at = Math.min(from - 1, Math.max(0, i));
      row[at] = (row[at] as number) + cubic(i - centre);
    }
    return row;
  });
}

/**
 * The matrix [rows · columns, from²] that takes values on a from x from grid to rows x columns, bicubically. DINO
 * scales by (rows + 0.1)/from, so that no rounding loses a row, and interpolates at that scale: `offset` 0.1.
 */
export function positionResampling(from: number, rows: number, columns = rows, offset = 0): Float32Array {
  const [down, across] = [lineWeights(from, rows, offset), lineWeights(from, columns, offset)];
  const out = new Float32Array(rows * columns * from * from);
  let at = 0;
  for (const vertical of down) {
    for (const horizontal of across) {
      for (const y of vertical) for (const x of horizontal) out[at++] = y * x;
    }
  }
  return out;
}
