/** Rows of named cells as lines of text, in columns; the first column is left-aligned, figures right. */
export function textTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const head = headOf(rows);
  const cells = [head, ...rows.map((row) => head.map((name) => row[name] ?? ''))];
  const widths = head.map((_, i) => Math.max(...cells.map((line) => (line[i] as string).length)));
  const padded = cells.map((line) =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
      .join('  '),
  );
  return [padded[0], widths.map((width) => '─'.repeat(width)).join('──'), ...padded.slice(1)].join('\n');
}

/** The same as a Markdown table. */
export function markdownTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const head = headOf(rows);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, i) => (i === 0 ? '-' : '-:'))),
    ...rows.map((row) => line(head.map((name) => row[name] ?? ''))),
  ].join('\n');
}

/** All columns that any row has, in the order of their first appearance. */
function headOf(rows: readonly Readonly<Record<string, string>>[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}
