import { nextPair } from './Xoshiro128';

/** ../openUniform.ts */
export function openUniform(): f64 {
  return (<f64>(<i64>(nextPair() >> 12)) + 0.5) * (1.0 / 4503599627370496.0); // 2^-52
}
