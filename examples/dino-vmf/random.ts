const TWO_32 = 2 ** 32;

/** Two 32-bit words, the whole state of a {@link Random}. */
export type RandomState = readonly [number, number];

/**
 * A seeded random source: xoroshiro64** (Blackman and Vigna, 2018), 64 bits of state, period 2^64 - 1.
 *
 * `Random.keyed(seed, a, b, ...)` opens the stream that belongs to the integers (seed, a, b, ...). The
 * trainer draws every view from the stream of (seed, purpose, step, image), so what a step sees depends
 * neither on the steps before it nor on the order of work, and a run resumes from its step number alone.
 */
export class Random {
  #a: number;
  #b: number;

  constructor(state: RandomState) {
    const [a, b] = state.map((word) => word >>> 0) as [number, number];
    if (a === 0 && b === 0) throw new RangeError('Random: the state must not be all zero, got [0, 0]');
    this.#a = a;
    this.#b = b;
  }

  static keyed(...key: readonly number[]): Random {
    let a = 0x243f6a88;
    let b = 0x85a308d3;
    for (const part of key) {
      if (!Number.isSafeInteger(part) || part < 0) {
        throw new RangeError(`Random.keyed: every key must be an integer in [0, 2^53), got ${part}`);
      }
      for (const word of [part >>> 0, Math.floor(part / TWO_32)]) {
        a = mix(a ^ word);
        b = mix((b + a) | 0);
      }
    }
    return new Random(a === 0 && b === 0 ? [1, 0] : [a, b]);
  }

  get state(): RandomState {
    return [this.#a, this.#b];
  }

  /** 32 random bits, an integer in [0, 2^32). */
  bits(): number {
    const a = this.#a;
    const b = this.#b ^ a;
    const result = Math.imul(rotate(Math.imul(a, 0x9e3779bb), 5), 5) >>> 0;
    this.#a = (rotate(a, 26) ^ b ^ (b << 9)) >>> 0;
    this.#b = rotate(b, 13) >>> 0;
    return result;
  }

  /** Uniform on [0, 1), 53 bits. */
  uniform(): number {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Uniform on [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Uniform on {0, ..., n - 1}. */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }

  /** True with probability p. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** Standard normal, by Box and Muller; the second variate is dropped so that the state stays two words. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** 0, ..., n - 1 in random order (Fisher and Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const held = order[i] as number;
      order[i] = order[j] as number;
      order[j] = held;
    }
    return order;
  }
}

/** What a keyed stream is for; the second word of its key. */
export const PURPOSE = {
  weights: 1,
  order: 2,
  views: 3,
  images: 4,
  split: 5,
  limit: 6,
  samples: 7,
  masks: 21,
  dropPath: 22,
  fewShot: 41,
  folds: 42,
  evaluationViews: 43,
  evaluationOrder: 44,
  mixing: 45,
  evaluationWeights: 46,
} as const;

function rotate(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** The 32-bit finaliser of MurmurHash3, a bijection that spreads every input bit over the word. */
function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
