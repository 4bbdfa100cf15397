import { nextBits } from './Xoshiro256';

/** ../openUniform.ts */
export function openUniform(): f64 {
  return openUniformOf(nextBits());
}

/** The number that these bits give. */
export function openUniformOf(bits: u64): f64 {
  return (<f64>(<i64>(bits >> 12)) + 0.5) * (1.0 / 4503599627370496.0); // 2^-52
}
