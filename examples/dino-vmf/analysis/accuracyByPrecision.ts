import { correlation, ranks } from './correlation.ts';

/** The images of one range of percentiles. */
export interface PrecisionBin {
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

export interface PrecisionCurve {
  readonly bins: readonly PrecisionBin[];
  /** Spearman's correlation of ‖w‖ and being found; NaN where all norms or all answers are the same. */
  readonly correlation: number;
}

/**
 * kNN accuracy by the precision of the prototype that an image goes to (Figure 2 of the paper). Images are ordered by the
 * ‖w‖ of their prototype; those of equal norm share the mean of their percentiles, so that the images of a prototype stay
 * together, and a range may hold more or fewer than its share, or none: then it is left out.
 *
 * @param norms ‖w‖ of the winning prototype of each image
 * @param isFound whether kNN finds the class of the image
 */
export function accuracyByPrecision(
  norms: ArrayLike<number>,
  isFound: readonly boolean[],
  bins: number,
): PrecisionCurve {
  const n = isFound.length;
  const order = ranks(norms);
  const binOf = order.map((rank) => Math.min(bins - 1, Math.floor(((rank + 0.5) / n) * bins)));
  const rows: PrecisionBin[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const inside = isFound.map((_, i) => i).filter((i) => binOf[i] === bin);
    if (inside.length === 0) continue;
    const found = inside.filter((i) => isFound[i]).length;
    const lengths = inside.map((i) => norms[i] as number);
    rows.push({
      from: (100 * bin) / bins,
      to: (100 * (bin + 1)) / bins,
      images: inside.length,
      norms: [lengths.reduce((a, b) => Math.min(a, b)), lengths.reduce((a, b) => Math.max(a, b))],
      accuracy: found / inside.length,
      interval: wilson(found, inside.length),
    });
  }
  return { bins: rows, correlation: correlation(order, ranks(isFound.map(Number))) };
}

/** E. B. Wilson, J. Am. Stat. Assoc. 22 (1927): what shares would give `found` of `n` within 1.96 deviations. */
function wilson(found: number, n: number): [number, number] {
  const z = 1.959963984540054;
  const share = found / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}
