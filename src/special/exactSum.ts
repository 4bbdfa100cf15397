import { sumError } from './doubleDouble.ts';

/**
 * The sum of finite doubles, rounded once.
 *
 * Keeps the running sum as non-overlapping doubles, so that no bit is lost however much cancels.
 * Source: J. R. Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric
 * predicates", Discrete Comput. Geom. 18 (1997), GROW-EXPANSION.
 */
export function exactSum(terms: readonly number[]): number {
  const parts: number[] = [];
  for (const term of terms) {
    let carried = term;
    let kept = 0;
    for (const part of parts) {
      const sum = carried + part;
      const error = sumError(carried, part, sum);
      if (error !== 0) parts[kept++] = error;
      carried = sum;
    }
    parts.length = kept;
    parts.push(carried);
  }
  let total = 0;
  for (const part of parts) total += part;
  return total;
}
