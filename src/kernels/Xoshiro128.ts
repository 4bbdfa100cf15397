/** A source of random bits, 32 at a time, as signed integers. */
export interface Words {
  next(): number;
}

/** x^(2^64) modulo the characteristic polynomial of the generator, from its authors' jump function. */
const JUMP = [0x8764000b, 0xf542d2d3, 0x6fa035c3, 0x77f2db5b] as const;

/**
 * xoshiro128++ 1.0: 128 bits of state, period 2^128 - 1, in 32-bit operations only.
 *
 * D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47(4), 2021.
 */
export class Xoshiro128 implements Words {
  /** Not all zero. The kernels read it and leave it where the generator then stands. */
  readonly state: Int32Array;

  constructor(state: ArrayLike<number>) {
    this.state = Int32Array.from(state);
  }

  next(): number {
    const s = this.state;
    const a = s[0];
    const b = s[1];
    const d = s[3] ^ b;
    const c = s[2] ^ a;
    const sum = (a + s[3]) | 0;
    s[1] = b ^ c;
    s[0] = a ^ d;
    s[2] = c ^ (b << 9);
    s[3] = (d << 11) | (d >>> 21);
    return (((sum << 7) | (sum >>> 25)) + a) | 0;
  }

  /** As 2^64 calls of next. */
  jump(): void {
    const jumped = new Int32Array(4);
    for (const bits of JUMP) {
      for (let bit = 0; bit < 32; bit++) {
        if ((bits >>> bit) & 1) for (let i = 0; i < 4; i++) jumped[i] ^= this.state[i];
        this.next();
      }
    }
    this.state.set(jumped);
  }
}
