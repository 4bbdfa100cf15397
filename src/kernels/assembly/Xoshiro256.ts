/** Where the state of ../Xoshiro256Lanes.ts is, from `resume` to `suspend`: the lane whose turn it is, and the other. */
export let turn: usize = 0;
export let other: usize = 0;

/** Goes on from the state at `state`: four words of 64 bits of either lane. */
export function resume(state: usize): void {
  turn = state;
  other = state + 32;
}

/** Leaves the lane whose turn it is at the front. */
export function suspend(): void {
  if (turn < other) return;
  for (let at: usize = 0; at < 32; at += 16) {
    const front = v128.load(other + at);
    v128.store(other + at, v128.load(turn + at));
    v128.store(turn + at, front);
  }
}

export function nextBits(): u64 {
  const state = turn;
  const a = load<u64>(state);
  const b = load<u64>(state, 8);
  const c = load<u64>(state, 16) ^ a;
  const last = load<u64>(state, 24);
  const d = last ^ b;
  store<u64>(state, a ^ d);
  store<u64>(state, b ^ c, 8);
  store<u64>(state, c ^ (b << 17), 16);
  store<u64>(state, rotl<u64>(d, 45), 24);
  turn = other;
  other = state;
  return rotl<u64>(a + last, 23) + a;
}
