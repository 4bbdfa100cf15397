/** A scalar, or arrays of arrays of scalars. */
export type Nested = unknown;

/**
 * f over two nested arrays by the rule of NumPy and mathjs: sizes are compared from the last one back; where
 * they differ one of them must be 1 or missing, and is repeated.
 */
export function broadcast(
  caller: string,
  first: Nested,
  second: Nested,
  f: (a: unknown, b: unknown) => unknown,
): Nested {
  const [a, b] = [sizesOf(caller, first), sizesOf(caller, second)];
  for (let back = 1; back <= Math.min(a.length, b.length); back++) {
    const [m, n] = [a[a.length - back], b[b.length - back]];
    if (m !== n && m !== 1 && n !== 1) {
      throw new RangeError(`${caller}: arrays must have sizes that fit, got [${a}] and [${b}]`);
    }
  }
  const walk = (x: Nested, y: Nested, xDepth: number, yDepth: number): Nested => {
    const [xs, ys] = [x as readonly Nested[], y as readonly Nested[]];
    if (xDepth > yDepth) return xs.map((row) => walk(row, y, xDepth - 1, yDepth));
    if (yDepth > xDepth) return ys.map((row) => walk(x, row, xDepth, yDepth - 1));
    if (xDepth === 0) return f(x, y);
    return Array.from({ length: xs.length === 1 ? ys.length : xs.length }, (_, i) =>
      walk(xs[xs.length === 1 ? 0 : i], ys[ys.length === 1 ? 0 : i], xDepth - 1, yDepth - 1),
    );
  };
  return walk(first, second, a.length, b.length);
}

/** The sizes of a nested array, all rows of which must agree. */
function sizesOf(caller: string, nested: Nested): number[] {
  if (!Array.isArray(nested)) return [];
  const inner = nested.map((row) => sizesOf(caller, row));
  const other = inner.find((sizes) => String(sizes) !== String(inner[0]));
  if (other !== undefined) {
    throw new RangeError(
      `${caller}: rows of an array must have the same size, got [${inner[0]}] and [${other}]`,
    );
  }
  return [nested.length, ...(inner[0] ?? [])];
}
