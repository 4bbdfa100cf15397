/**
 * The pairs of views that the loss compares: (teacher's view i, student's view j), i ≠ j.
 *
 * The teacher sees the first `globalViews` views, the student all of them, in the same order (global views
 * first): G·V - G pairs, 18 for two global and eight local views.
 *
 * Source: Caron et al. (2021), Algorithm 1 and Eq. 3.
 *
 * @param globalViews G >= 1
 * @param views V >= max(G, 2)
 * @throws RangeError for counts that leave no pair
 * @example
 * viewPairs(2, 3); // [[0, 1], [0, 2], [1, 0], [1, 2]]
 */
export function viewPairs(globalViews: number, views: number): [number, number][] {
  if (!Number.isInteger(globalViews) || globalViews < 1) {
    throw new RangeError(`viewPairs: globalViews must be an integer of 1 or more, got ${globalViews}`);
  }
  if (!Number.isInteger(views) || views < Math.max(globalViews, 2)) {
    throw new RangeError(
      `viewPairs: views must be an integer of ${Math.max(globalViews, 2)} or more, got ${views}`,
    );
  }
  const pairs: [number, number][] = [];
  for (let i = 0; i < globalViews; i++) {
    for (let j = 0; j < views; j++) if (i !== j) pairs.push([i, j]);
  }
  return pairs;
}
