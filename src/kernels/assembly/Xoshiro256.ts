// The state of ../Xoshiro256.ts between `resume` and `suspend`.
export let s0: u64 = 0;
export let s1: u64 = 0;
export let s2: u64 = 0;
export let s3: u64 = 0;

/** Reads the state from `state`. */
export function resume(state: usize): void {
  setState(load<u64>(state), load<u64>(state, 8), load<u64>(state, 16), load<u64>(state, 24));
}

/** Leaves the state at `state`. */
export function suspend(state: usize): void {
  store<u64>(state, s0);
  store<u64>(state, s1, 8);
  store<u64>(state, s2, 16);
  store<u64>(state, s3, 24);
}

export function setState(a: u64, b: u64, c: u64, d: u64): void {
  s0 = a;
  s1 = b;
  s2 = c;
  s3 = d;
}

export function nextBits(): u64 {
  const a = s0;
  const b = s1;
  const c = s2 ^ a;
  const d = s3 ^ b;
  const bits = rotl<u64>(a + s3, 23) + a;
  s0 = a ^ d;
  s1 = b ^ c;
  s2 = c ^ (b << 17);
  s3 = rotl<u64>(d, 45);
  return bits;
}

/** Undoes one step of the generator. */
export function stepBack(): void {
  const mixed = rotr<u64>(s3, 45);
  const a = s0 ^ mixed;
  // s1 ^ s2 is b ^ (b << 17) of the b before the step.
  const y = s1 ^ s2;
  const b = y ^ (y << 17) ^ (y << 34) ^ (y << 51);
  setState(a, b, s1 ^ b ^ a, mixed ^ b);
}
