import { type Bits, Xoshiro256 } from './Xoshiro256.ts';

/** Words of 32 bits in the state: eight of each lane. */
export const STATE_WORDS = 16;

/**
 * Two xoshiro256++ that take turns, so that WebAssembly makes both their steps at once, one in either half of a
 * vector. The outputs are u(s), u(s + 2^192), u(s + 1), u(s + 2^192 + 1), ..., where u(k) is the k-th output of one
 * xoshiro256++.
 *
 * A jump moves both by 2^128 steps. So the i-th of the streams that start with a jump in between takes the stretches
 * from s + i 2^128 and from s + 2^192 + i 2^128: for i < 2^64 and up to 2^129 outputs each, no two overlap, and all
 * of them together take 2^193 of the period of 2^256 - 1.
 */
export class Xoshiro256Lanes implements Bits {
  readonly drawn: Int32Array = new Int32Array(2);
  /** The lane whose turn it is, and the other. */
  turn: Xoshiro256;
  other: Xoshiro256;

  /** From the state of lane 0, eight words, which determines lane 1; or from `state` of such a generator. */
  constructor(state: ArrayLike<number>) {
    const words = Array.from(state);
    this.turn = new Xoshiro256(words.slice(0, 8), this.drawn);
    this.other = new Xoshiro256(words.slice(-8), this.drawn);
    if (words.length === 8) this.other.longJump();
  }

  /** A copy of the state: of the lane whose turn it is, then of the other. */
  get state(): Int32Array {
    const words = new Int32Array(STATE_WORDS);
    words.set(this.turn.state);
    words.set(this.other.state, 8);
    return words;
  }

  set state(words: ArrayLike<number>) {
    for (let i = 0; i < 8; i++) {
      this.turn.state[i] = words[i];
      this.other.state[i] = words[8 + i];
    }
  }

  next(): void {
    const lane = this.turn;
    lane.next();
    this.turn = this.other;
    this.other = lane;
  }

  /** As 2^129 calls of next. */
  jump(): void {
    this.turn.jump();
    this.other.jump();
  }
}
