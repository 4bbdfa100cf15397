import { type DoubleDouble, dd, squareError, squareRoot, sumError } from '../special/doubleDouble.ts';

/** |high + low|, the length of a vector held in two parts, to about 2^-100 relative. */
export function lengthOfSum(high: Float64Array, low: Float64Array): DoubleDouble {
  let largest = 0;
  for (const value of high) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return dd(0);
  // A power of 2, so that squares neither overflow nor underflow.
  const power = 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  let sum = 0;
  let sumLow = 0;
  for (let j = 0; j < high.length; j++) {
    const value = high[j] * power;
    const square = value * value;
    const next = sum + square;
    sumLow += sumError(sum, square, next) + (squareError(value, square) + 2 * value * (low[j] * power));
    sum = next;
  }
  const root = squareRoot(dd(sum, sumLow));
  return { hi: root.hi / power, lo: root.lo / power };
}
