/** Values below which 0, 5, 25, 50, 75, 95 and 100 % of some values lie, interpolated between neighbours. */
export interface Quantiles {
  readonly min: number;
  readonly q05: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly q95: number;
  readonly max: number;
}

export function quantiles(values: ArrayLike<number>): Quantiles {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const [low, high] = [sorted[below] as number, sorted[Math.ceil(place)] as number];
    return low + (place - below) * (high - low);
  };
  const [q05, q25, median, q75, q95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(at) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { min: at(0), q05, q25, median, q75, q95, max: at(1) };
}
