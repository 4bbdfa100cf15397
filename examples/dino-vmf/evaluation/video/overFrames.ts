/** A measure of one object over the frames of a clip. */
export interface OverFrames {
  readonly mean: number;
  /** Share of frames above 1/2. */
  readonly recall: number;
  /** Mean of the first quarter of the frames less mean of the last. */
  readonly decay: number;
}

/** Mean, recall and decay as in the DAVIS toolkit; neighbouring quarters share a frame. */
export function overFrames(values: readonly number[]): OverFrames {
  const mean = (some: readonly number[]) => some.reduce((a, b) => a + b, 0) / some.length;
  // The toolkit's edges: round(1 + i (n - 1)/4 + 1e-10) - 1.
  const edge = (i: number) => Math.round((i * (values.length - 1)) / 4 + 1e-10);
  const quarter = (i: number) => values.slice(edge(i), edge(i + 1) + 1);
  return {
    mean: mean(values),
    recall: values.filter((value) => value > 0.5).length / values.length,
    decay: mean(quarter(0)) - mean(quarter(3)),
  };
}
