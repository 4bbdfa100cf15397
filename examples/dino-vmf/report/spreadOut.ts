/**
 * The indices of up to `rows` images that lie apart: images of folders lie class by class, those of the built-in
 * set take turns, and steps of count/rows with one more each time show several classes of both.
 */
export function spreadOut(count: number, rows: number): number[] {
  const shown = Math.min(rows, count);
  return Array.from({ length: shown }, (_, row) => Math.floor((row * count) / shown) + (row % 8)).map((i) =>
    Math.min(i, count - 1),
  );
}
