import type { Words } from './Xoshiro128.ts';

/** (k + ½)·2^-52 with k uniform in 0..2^52 - 1: never 0 and never 1, symmetric about ½. */
export function openUniform(words: Words): number {
  const low = words.next();
  const high = words.next();
  return ((high >>> 0) * 2 ** 20 + (low >>> 12) + 0.5) * 2 ** -52;
}
