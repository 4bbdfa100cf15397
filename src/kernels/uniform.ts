import type { Bits } from './Xoshiro256.ts';

/** k·2^-53 with k uniform in 0, ..., 2^53 - 1: the upper 53 bits of 64. */
export function uniform(bits: Bits): number {
  bits.next();
  const { drawn } = bits;
  return ((drawn[1] >>> 0) * 2 ** 21 + (drawn[0] >>> 11)) * 2 ** -53;
}
