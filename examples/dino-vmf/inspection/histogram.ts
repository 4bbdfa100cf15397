/** Counts of values in bins of equal width from `min` to `max`; the last bin takes its upper edge. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly counts: readonly number[];
}

/** Values that are all equal go into one bin without width. */
export function histogram(values: ArrayLike<number>, bins: number): Histogram {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i] as number);
    max = Math.max(max, values[i] as number);
  }
  if (!(max > min)) return { min, max, counts: [values.length] };
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.min(bins - 1, Math.floor((bins * ((values[i] as number) - min)) / (max - min)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { min, max, counts };
}
