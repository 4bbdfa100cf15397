import { tableHead } from './tableHead.ts';

/** Rows of named cells as lines of text, in columns; the first column is left-aligned, figures right. */
export function textTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const head = tableHead(rows);
  const cells = [head, ...rows.map((row) => head.map((name) => row[name] ?? ''))];
  const widths = head.map((_, i) => Math.max(...cells.map((line) => (line[i] as string).length)));
  const padded = cells.map((line) =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
      .join('  '),
  );
  return [padded[0], widths.map((width) => '─'.repeat(width)).join('──'), ...padded.slice(1)].join('\n');
}
