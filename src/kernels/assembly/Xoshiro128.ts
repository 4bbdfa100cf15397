// The state of ../Xoshiro128.ts between `resume` and `suspend`.
export let s0: u32 = 0;
export let s1: u32 = 0;
export let s2: u32 = 0;
export let s3: u32 = 0;

/** Reads the state from `state`. */
export function resume(state: usize): void {
  setState(load<u32>(state), load<u32>(state, 4), load<u32>(state, 8), load<u32>(state, 12));
}

/** Leaves the state at `state`. */
export function suspend(state: usize): void {
  store<u32>(state, s0);
  store<u32>(state, s1, 4);
  store<u32>(state, s2, 8);
  store<u32>(state, s3, 12);
}

export function setState(a: u32, b: u32, c: u32, d: u32): void {
  s0 = a;
  s1 = b;
  s2 = c;
  s3 = d;
}

export function nextWord(): u32 {
  const a = s0;
  const b = s1;
  const d = s3 ^ b;
  const c = s2 ^ a;
  const sum = a + s3;
  s1 = b ^ c;
  s0 = a ^ d;
  s2 = c ^ (b << 9);
  s3 = rotl<u32>(d, 11);
  return rotl<u32>(sum, 7) + a;
}

/** Two words, the lower first. */
export function nextPair(): u64 {
  const low = nextWord();
  return ((<u64>nextWord()) << 32) | low;
}
