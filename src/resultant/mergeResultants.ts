/**
 * The union of two sets of weighted unit vectors, from their sums alone.
 *
 *   W - |S| = (W₁ - |S₁|) + (W₂ - |S₂|) + (|S₁| + |S₂| - |S₁ + S₂|)
 *
 * No term is negative, so nothing cancels and the complement keeps its relative accuracy through any number
 * of merges. The last one is the part of the spread between the two sets:
 *
 *   |S₁| + |S₂| - |S| = |S₁| |S₂| |m₁ - m₂|²/(|S₁| + |S₂| + |S|),   mᵢ = Sᵢ/|Sᵢ|
 *
 * with m₁ - m₂ formed in two doubles.
 */
import { add, type DoubleDouble, dd, divide, productError, sumError } from '../special/doubleDouble.ts';
import { lengthOfSum } from './lengthOfSum.ts';
import type { Resultant } from './Resultant.ts';

/** |m₁ - m₂|² as |S₁ - ρ S₂|²/|S₁|² with ρ = |S₁|/|S₂| <= 1. */
function squaredGap(shorter: Resultant, longer: Resultant, ratio: DoubleDouble, length: number): number {
  let sum = 0;
  for (let j = 0; j < shorter.high.length; j++) {
    const product = ratio.hi * longer.high[j];
    const productLow =
      productError(ratio.hi, longer.high[j], product) + ratio.hi * longer.low[j] + ratio.lo * longer.high[j];
    const difference = shorter.high[j] - product;
    const rest = sumError(shorter.high[j], -product, difference) + shorter.low[j] - productLow;
    const part = (difference + rest) / length;
    sum += part * part;
  }
  return sum;
}

/** Adds `from` to `into`. */
export function mergeResultants(into: Resultant, from: Resultant): void {
  const lengths = [lengthOfSum(into.high, into.low), lengthOfSum(from.high, from.low)];
  const [short, long] = lengths[0].hi <= lengths[1].hi ? lengths : [lengths[1], lengths[0]];
  const [shorter, longer] = lengths[0].hi <= lengths[1].hi ? [into, from] : [from, into];
  const gap = short.hi > 0 ? squaredGap(shorter, longer, divide(short, long), short.hi) : 0;

  for (let j = 0; j < into.high.length; j++) {
    const sum = into.high[j] + from.high[j];
    const low = sumError(into.high[j], from.high[j], sum) + (into.low[j] + from.low[j]);
    into.high[j] = sum + low;
    into.low[j] = sumError(sum, low, into.high[j]);
  }
  const ends = add(into.complement, from.complement);
  const total = gap > 0 ? lengthOfSum(into.high, into.low).hi : 0;
  into.complement = gap > 0 ? add(ends, dd((short.hi * gap) / (1 + (short.hi + total) / long.hi))) : ends;
  into.weight = add(into.weight, from.weight);
  into.n += from.n;
}
