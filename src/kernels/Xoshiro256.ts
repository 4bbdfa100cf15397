/** A source of random bits, 64 at a time. */
export interface Bits {
  /** Draws 64 bits into `drawn`: the lower half, then the upper, as signed integers. */
  next(): void;
  readonly drawn: Int32Array;
}

/** x^(2^128) modulo the characteristic polynomial, from the authors' jump function; lower halves first. */
const JUMP = [
  0x3cfd0aba, 0x180ec6d3, 0xf0c9392c, 0xd5a61266, 0xe03fc9aa, 0xa9582618, 0x29b1661c, 0x39abdc45,
] as const;

/** x^(2^192), from their long_jump. */
const LONG_JUMP = [
  0xfefdcbbf, 0x76e15d3e, 0x1c522fb3, 0xc5004e44, 0x854ee241, 0x77710069, 0x2acbe635, 0x39109bb0,
] as const;

/**
 * xoshiro256++ 1.0: 256 bits of state, period 2^256 - 1. In WebAssembly it takes native 64-bit integers; here
 * every 64-bit word is two halves.
 *
 * D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47(4), 2021.
 */
export class Xoshiro256 implements Bits {
  /** The four words, each as lower and upper half; not all zero. Kernels read it and leave it where they ended. */
  readonly state: Int32Array;
  readonly drawn: Int32Array;

  constructor(state: ArrayLike<number>, drawn: Int32Array = new Int32Array(2)) {
    this.state = Int32Array.from(state);
    this.drawn = drawn;
  }

  next(): void {
    const { state: s, drawn } = this;
    const aLow = s[0];
    const aHigh = s[1];
    const bLow = s[2];
    const bHigh = s[3];

    // rotl(a + d, 23) + a
    const sumLow = (aLow + s[6]) | 0;
    const carry = Number(sumLow >>> 0 < aLow >>> 0);
    const sumHigh = (aHigh + s[7] + carry) | 0;
    const low = (((sumLow << 23) | (sumHigh >>> 9)) + aLow) | 0;
    drawn[0] = low;
    drawn[1] = ((sumHigh << 23) | (sumLow >>> 9)) + aHigh + Number(low >>> 0 < aLow >>> 0);

    const cLow = s[4] ^ aLow;
    const cHigh = s[5] ^ aHigh;
    const dLow = s[6] ^ bLow;
    const dHigh = s[7] ^ bHigh;
    s[0] = aLow ^ dLow;
    s[1] = aHigh ^ dHigh;
    s[2] = bLow ^ cLow;
    s[3] = bHigh ^ cHigh;
    // c ^ (b << 17), and d rotated by 45 = 32 + 13
    s[4] = cLow ^ (bLow << 17);
    s[5] = cHigh ^ ((bHigh << 17) | (bLow >>> 15));
    s[6] = (dHigh << 13) | (dLow >>> 19);
    s[7] = (dLow << 13) | (dHigh >>> 19);
  }

  /** As 2^128 calls of next. */
  jump(): void {
    this.advance(JUMP);
  }

  /** As 2^192 calls of next. */
  longJump(): void {
    this.advance(LONG_JUMP);
  }

  /** As so many calls of next as the power of x has that `polynomial` is. */
  private advance(polynomial: readonly number[]): void {
    const jumped = new Int32Array(8);
    for (const bits of polynomial) {
      for (let bit = 0; bit < 32; bit++) {
        if ((bits >>> bit) & 1) for (let i = 0; i < 8; i++) jumped[i] ^= this.state[i];
        this.next();
      }
    }
    this.state.set(jumped);
  }
}
