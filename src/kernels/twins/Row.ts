/** A draw in pieces: x = (1 - complement) μ + scale (tangent - along μ). */
export interface Row {
  /** 1 - t, t = μ·x. */
  complement: number;
  /** √(1 - t²) over the length of tangent - along μ, with a sign at p = 2. */
  scale: number;
  /** μ·tangent; 0 where the tangent is orthogonal already. */
  along: number;
  readonly tangent: Float64Array;
}

export const emptyRow = (p: number): Row => ({
  complement: 0,
  scale: 0,
  along: 0,
  tangent: new Float64Array(p),
});
