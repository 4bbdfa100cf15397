/**
 * Sources of randomness. Everything random here is made of their bits by + - * / and square roots, integer
 * operations and this package's own logarithm and exponential, so that one seed gives the same bits on every
 * engine and machine, through WebAssembly or not.
 */
import { uniform } from './kernels/uniform.ts';
import type { Bits } from './kernels/Xoshiro256.ts';
import { STATE_WORDS, Xoshiro256Lanes } from './kernels/Xoshiro256Lanes.ts';

/** Uniform variates in [0, 1), like Math.random; all 53 bits are used. */
export type Random = () => number;

/** A generator that a seed determines: a function like Math.random whose state can be read and put back. */
export interface SeededRandom extends Random {
  /** A copy of the state, sixteen integers of 32 bits, neither half all zero; assigning one goes on from there. */
  state: Uint32Array;
  /**
   * A second generator that goes on from here, while this one moves 2^129 draws ahead: the two never meet.
   * For as many independent streams as are needed, up to 2^64, one for each worker say. Split all of them off one
   * generator: one that was split off would in turn meet its siblings.
   */
  split(): SeededRandom;
}

const generators = /* @__PURE__ */ new WeakMap<Random, Xoshiro256Lanes>();

/**
 * Uniform random numbers from a seed, as a function like Math.random
 *
 *   u = k·2⁻⁵³,  k uniform in 0, ..., 2⁵³ - 1
 *
 * by two xoshiro256++ (period 2^256 - 1) that take turns, so that processors can step both at once: the first has its
 * state filled by splitmix64 from the seed as the authors advise, the second starts 2^192 steps ahead of it (their
 * long jump). The 1st, 3rd, 5th number come of the bits of Xoshiro256PlusPlus::seed_from_u64(seed) in Rust's
 * rand_xoshiro. Not for cryptography.
 *
 * `state` can be kept and assigned later to go on from there; `split()` gives independent streams.
 *
 * D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47(4), 2021.
 *
 * @param seed integer >= 0, a number up to 2⁵³ - 1 or a bigint up to 2⁶⁴ - 1; without it, the state comes from
 *   the platform's `crypto` and differs from call to call
 * @throws TypeError for another kind of seed, RangeError for a value beyond these
 * @example
 * seededRandom(2022)(); // 0.3529840865259436
 */
export function seededRandom(seed?: number | bigint): SeededRandom {
  return callable(new Xoshiro256Lanes(seed === undefined ? unpredictable() : splitmix(seed)));
}

function callable(generator: Xoshiro256Lanes): SeededRandom {
  const random = Object.defineProperties(() => uniform(generator), {
    state: {
      get: () => Uint32Array.from(generator.state),
      set: (state: ArrayLike<number>) => {
        generator.state = checkedState(state);
      },
      enumerable: true,
    },
    split: {
      value: () => {
        const other = new Xoshiro256Lanes(generator.state);
        generator.jump();
        return callable(other);
      },
    },
  }) as SeededRandom;
  generators.set(random, generator);
  return random;
}

function checkedState(state: ArrayLike<number>): ArrayLike<number> {
  const words = Array.from(state ?? []);
  if (
    words.length !== STATE_WORDS ||
    words.some((word) => !(word >= 0 && word < 2 ** 32 && Number.isInteger(word)))
  ) {
    throw new RangeError(`seededRandom: state must be sixteen integers from 0 to 2^32 - 1, got [${words}]`);
  }
  if ([words.slice(0, 8), words.slice(8)].some((lane) => lane.every((word) => word === 0))) {
    throw new RangeError('seededRandom: state must not have a half of zeros, got one');
  }
  return words;
}

const BITS_64 = 0xffffffffffffffffn;

/** Four outputs of S. Vigna's splitmix64, each as its lower and its upper half. */
function splitmix(seed: number | bigint): Int32Array {
  if (typeof seed !== 'number' && typeof seed !== 'bigint') {
    throw new TypeError(`seededRandom: seed must be an integer or a bigint, got ${typeof seed}`);
  }
  const valid = typeof seed === 'bigint' ? seed < 1n << 64n : Number.isSafeInteger(seed);
  if (!valid || seed < 0) {
    throw new RangeError(`seededRandom: seed must be an integer from 0 to 2^64 - 1, got ${seed}`);
  }
  let x = BigInt(seed);
  const outputs = BigUint64Array.from({ length: 4 }, () => {
    x = (x + 0x9e3779b97f4a7c15n) & BITS_64;
    let z = x;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & BITS_64;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & BITS_64;
    return z ^ (z >> 31n);
  });
  return Int32Array.from([...outputs].flatMap((z) => [Number(z & 0xffffffffn), Number(z >> 32n)]));
}

function unpredictable(): Int32Array {
  const state = globalThis.crypto.getRandomValues(new Int32Array(8));
  return state.every((word) => word === 0) ? unpredictable() : state;
}

let shared: SeededRandom | undefined;

/** The source for those who name none: one for the whole program, unpredictable. */
function defaultRandom(): SeededRandom {
  shared ??= seededRandom();
  return shared;
}

/** What a caller may say about randomness: one of the two, or neither. */
export interface RandomOptions {
  /** A source of uniform numbers in [0, 1): Math.random, one of seededRandom, any other. */
  readonly random?: Random | undefined;
  /** As `random: seededRandom(seed)`. */
  readonly seed?: number | bigint | undefined;
}

/** The source that the options name, else the default one. */
export function randomFrom(caller: string, options: RandomOptions = {}): Random {
  const { random, seed } = options;
  if (random !== undefined && seed !== undefined) {
    throw new TypeError(`${caller}: random and seed exclude each other, got both`);
  }
  if (seed !== undefined) return seededRandom(seed);
  if (random !== undefined && typeof random !== 'function') {
    throw new TypeError(`${caller}: random must be a function, got ${typeof random}`);
  }
  return random ?? defaultRandom();
}

/** The bits of `random`: a seeded generator's own; of any other source, the upper 32 of each number. */
export function bitsOf(caller: string, random: Random): Bits {
  return generators.get(random) ?? new BitsOfNumbers(caller, random);
}

class BitsOfNumbers implements Bits {
  readonly drawn: Int32Array = new Int32Array(2);
  private readonly caller: string;
  private readonly random: Random;

  constructor(caller: string, random: Random) {
    this.caller = caller;
    this.random = random;
  }

  next(): void {
    this.drawn[0] = this.upperBits();
    this.drawn[1] = this.upperBits();
  }

  private upperBits(): number {
    const u = this.random();
    if (!(u >= 0 && u < 1)) {
      throw new RangeError(`${this.caller}: random must return numbers in [0, 1), got ${u}`);
    }
    return (u * 2 ** 32) | 0;
  }
}
