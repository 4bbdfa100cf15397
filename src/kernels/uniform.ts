import type { Words } from './Xoshiro128.ts';

/** k·2^-53 with k uniform in 0..2^53 - 1, from two words, the lower first. */
export function uniform(words: Words): number {
  const low = words.next();
  const high = words.next();
  return ((high >>> 0) * 2 ** 21 + (low >>> 11)) * 2 ** -53;
}
