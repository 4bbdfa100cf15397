import { PURPOSE, Random } from '../random.ts';

/**
 * Which images of a split a limit keeps: the same number of each class, chosen by the seed, class after class;
 * all of them, in their order, without a limit.
 */
export function chosenIndices(
  labels: Int32Array,
  classes: number,
  { limit, seed }: { readonly limit: number | null; readonly seed: number },
  split: number,
): Int32Array {
  if (limit === null) return Int32Array.from(labels, (_, i) => i);
  const members: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, i) => {
    members[label]?.push(i);
  });
  return Int32Array.from(
    members.flatMap((all, label) => {
      const share = Math.max(1, Math.floor(limit / classes) + (label < limit % classes ? 1 : 0));
      const order = Random.keyed(seed, PURPOSE.limit, split, label).permutation(all.length);
      return Array.from(order.subarray(0, share), (i) => all[i] as number);
    }),
  );
}
