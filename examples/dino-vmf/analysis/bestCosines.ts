/** For each of the rows [n, p] the largest cosine with any of the unit rows `others` [m, p]. */
export function bestCosines(
  rows: ArrayLike<number>,
  others: readonly ArrayLike<number>[],
  p: number,
): Float64Array {
  const n = rows.length / p;
  return Float64Array.from({ length: n }, (_, i) => {
    let squares = 0;
    for (let j = 0; j < p; j++) squares += (rows[i * p + j] as number) ** 2;
    let best = Number.NEGATIVE_INFINITY;
    for (const other of others) {
      let dot = 0;
      for (let j = 0; j < p; j++) dot += (rows[i * p + j] as number) * (other[j] as number);
      best = Math.max(best, dot);
    }
    return best / Math.sqrt(squares);
  });
}
