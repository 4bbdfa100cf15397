import type { Bits } from './Xoshiro256.ts';

/** (k + ½)·2^-52 with k uniform in 0, ..., 2^52 - 1: never 0 and never 1, symmetric about ½. */
export function openUniform(bits: Bits): number {
  bits.next();
  const { drawn } = bits;
  return ((drawn[1] >>> 0) * 2 ** 20 + (drawn[0] >>> 12) + 0.5) * 2 ** -52;
}
