import { describe } from '../special/arrays.ts';

/** `labels`, checked: one for each row, from -1 to k - 1, or to k where there is noise. */
export function labelsFrom(
  caller: string,
  labels: ArrayLike<number> | undefined,
  n: number,
  k: number,
  hasNoise: boolean,
): Int32Array | undefined {
  if (labels === undefined) return undefined;
  if (labels === null || typeof labels !== 'object' || typeof labels.length !== 'number') {
    throw new TypeError(`${caller}: labels must be an array of integers, got ${describe(labels)}`);
  }
  if (labels.length !== n) {
    throw new RangeError(`${caller}: labels must have length ${n}, one for each row, got ${labels.length}`);
  }
  const most = hasNoise ? k : k - 1;
  for (let i = 0; i < n; i++) {
    if (!(Number.isInteger(labels[i]) && labels[i] >= -1 && labels[i] <= most)) {
      throw new RangeError(`${caller}: labels[${i}] must be an integer from -1 to ${most}, got ${labels[i]}`);
    }
  }
  return Int32Array.from(labels);
}
