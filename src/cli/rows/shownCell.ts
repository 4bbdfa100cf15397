const MOST = 60;

/** A value from a file as messages show it: no more than the beginning of its text. */
export function shownCell(cell: unknown): string {
  if (cell === undefined) return 'nothing';
  const isPlain = cell === null || typeof cell !== 'object' || cell instanceof Date;
  const text = typeof cell === 'string' ? `"${cell}"` : isPlain ? String(cell) : written(cell);
  return text.length > MOST ? `${text.slice(0, MOST)}...` : text;
}

const written = (value: object): string =>
  JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? Number(part) : part)) ?? 'an object';
