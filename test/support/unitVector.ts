/** A fixed unit vector of p components, the last one negative, made by exact operations and square roots alone. */
export function unitVector(p: number): Float64Array {
  const vector = Float64Array.from({ length: p }, (_, i) => (i === p - 1 ? -1 : 1) * (1 + ((7 * i) % 11)));
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  return vector.map((x) => x / length);
}
