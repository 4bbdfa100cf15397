import { tableHead } from './tableHead.ts';

/** Rows of named cells as a Markdown table. */
export function markdownTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const head = tableHead(rows);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, i) => (i === 0 ? '-' : '-:'))),
    ...rows.map((row) => line(head.map((name) => row[name] ?? ''))),
  ].join('\n');
}
