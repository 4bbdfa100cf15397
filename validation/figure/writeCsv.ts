import { writeFileSync } from 'node:fs';

/** Writes rows under a header line, each column with its unit in the comment lines above. */
export function writeCsv(
  file: string,
  comments: readonly string[],
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const lines = [
    ...comments.map((line) => `# ${line}`),
    columns.join(','),
    ...rows.map((row) => row.join(',')),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
}
