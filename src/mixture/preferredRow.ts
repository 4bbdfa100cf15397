/** The place of the row that a criterion prefers: sound fits first, then the smallest cost, then the first tried. */
export function preferredRow<T extends { readonly unsound: number }>(
  table: readonly T[],
  cost: (row: T) => number,
): number {
  const [best] = table
    .map((row, at) => ({ at, sound: row.unsound === 0, cost: cost(row) }))
    .sort((a, b) => Number(b.sound) - Number(a.sound) || a.cost - b.cost || a.at - b.at);
  return best.at;
}
