/** How a product [rows, inner] x [inner, columns] is shared out among workgroups. */
export type ProductPlan = {
  /** Sums along each side for a thread: tiles of 64² or 128². */
  readonly perThread: 4 | 8;
  readonly across: number;
  readonly down: number;
  /** Parts of the inner axis, each with sums of its own, which are added up afterwards. */
  readonly parts: number;
};

/** Large tiles use what they fetch twice as often, but this many workgroups are wanted to keep a device busy. */
const ENOUGH_LARGE = 96;
/** Up to so many workgroups the inner axis is cut, in parts of no less than so much. */
const ENOUGH = 256;
const SHORTEST_PART = 256;

/** The share of a tile's sums, along one side, that lie within the result. */
const used = (size: number, tile: number): number => size / (Math.ceil(size / tile) * tile);

/**
 * Large tiles where there are enough of them and no more of them lies idle outside the result; parts of the
 * inner axis, if they are allowed, where the tiles are few and the axis long, as in the gradient of a weight.
 */
export function productPlan(
  rows: number,
  columns: number,
  inner: number,
  { batch = 1, canSplit = false }: { batch?: number; canSplit?: boolean } = {},
): ProductPlan {
  const mostParts = canSplit && batch === 1 ? Math.max(1, Math.floor(inner / SHORTEST_PART)) : 1;
  const share = (tile: number): number => used(rows, tile) * used(columns, tile);
  const large = batch * Math.ceil(rows / 128) * Math.ceil(columns / 128);
  const isLarge = large * mostParts >= ENOUGH_LARGE && share(128) >= 0.75 * share(64);
  const tile = isLarge ? 128 : 64;
  const across = Math.ceil(columns / tile);
  const down = Math.ceil(rows / tile);
  const parts = Math.max(1, Math.min(mostParts, Math.ceil(ENOUGH / Math.max(1, batch * across * down))));
  return { perThread: isLarge ? 8 : 4, across, down, parts };
}
