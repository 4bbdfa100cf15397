/**
 * The rows by falling similarity; of equals the earlier first.
 *
 * A float32 fills the upper 35 bits of a double's 64; the row number goes into the lower 29, and the engine's own
 * sort of numbers does the rest, some ten times faster than one that compares through a function.
 */
export function rankedOrder(similarities: Float32Array): Int32Array {
  if (similarities.length > ROWS) throw new RangeError(`rankedOrder: more than ${ROWS} rows`);
  const keys = Float64Array.from(similarities, (s) => 0 - s);
  const words = new Uint32Array(keys.buffer);
  for (let i = 0; i < keys.length; i++) {
    // Of negative numbers the one with the larger bits is the smaller.
    const negative = (words[2 * i + HIGH] as number) >>> 31 === 1;
    words[2 * i + LOW] = ((words[2 * i + LOW] as number) | (negative ? ROWS - 1 - i : i)) >>> 0;
  }
  keys.sort();
  return Int32Array.from(keys, (_, i) => {
    const negative = (words[2 * i + HIGH] as number) >>> 31 === 1;
    const kept = (words[2 * i + LOW] as number) & (ROWS - 1);
    return negative ? ROWS - 1 - kept : kept;
  });
}

const ROWS = 2 ** 29;
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
const HIGH = 1 - LOW;
