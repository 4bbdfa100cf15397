/** All columns that any row has, in the order of their first appearance. */
export function tableHead(rows: readonly Readonly<Record<string, string>>[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}
