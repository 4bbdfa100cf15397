/** The prototypes of a network as components: `w` is [K, p], κ_k = ‖w_k‖/τ. */
export interface Prototypes {
  readonly w: Float32Array;
  readonly p: number;
  readonly tau: number;
}

/** ‖w_k‖ of rows [K, p]. */
export function lengthsOf(w: Float32Array, p: number): Float64Array {
  return Float64Array.from({ length: w.length / p }, (_, k) =>
    Math.sqrt(w.subarray(k * p, (k + 1) * p).reduce((sum, x) => sum + x * x, 0)),
  );
}
