import { ranks } from './correlation.ts';

/** The images of one range of percentiles. */
export interface PrecisionRange {
  /** Percentiles in [0, 100]. */
  readonly from: number;
  readonly to: number;
  readonly images: number;
  /** Smallest and largest ‖w‖ of their prototypes. */
  readonly norms: readonly [number, number];
  /** Share of them whose class kNN finds, and its 95 % interval (Wilson). */
  readonly accuracy: number;
  readonly interval: readonly [number, number];
}

/**
 * kNN accuracy by the precision of the prototype that an image goes to (Figure 2 of the paper). Images are ordered by the
 * ‖w‖ of their prototype; those of equal norm share the mean of their percentiles, so that the images of a prototype stay
 * together, and a range may hold more or fewer than its share, or none: then it is left out.
 *
 * @param norms ‖w‖ of the winning prototype of each image
 * @param accuracyOf the share of some images whose class kNN finds, of their indices
 */
export async function accuracyByPrecision(
  norms: ArrayLike<number>,
  ranges: number,
  accuracyOf: (images: readonly number[]) => Promise<number>,
): Promise<PrecisionRange[]> {
  const n = norms.length;
  const members: number[][] = Array.from({ length: ranges }, () => []);
  ranks(norms).forEach((rank, i) => {
    members[Math.min(ranges - 1, Math.floor(((rank + 0.5) / n) * ranges))]?.push(i);
  });
  const found: PrecisionRange[] = [];
  for (const [range, inside] of members.entries()) {
    if (inside.length === 0) continue;
    const accuracy = await accuracyOf(inside);
    const lengths = inside.map((i) => norms[i] as number);
    found.push({
      from: (100 * range) / ranges,
      to: (100 * (range + 1)) / ranges,
      images: inside.length,
      norms: [lengths.reduce((a, b) => Math.min(a, b)), lengths.reduce((a, b) => Math.max(a, b))],
      accuracy,
      interval: wilson(accuracy, inside.length),
    });
  }
  return found;
}

/** E. B. Wilson, J. Am. Stat. Assoc. 22 (1927): what shares would give this one of n within 1.96 deviations. */
function wilson(share: number, n: number): [number, number] {
  const z = 1.959963984540054;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}
