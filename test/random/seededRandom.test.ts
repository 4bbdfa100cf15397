import { describe, expect, it } from 'vitest';
import { seededRandom } from 'von-mises-fisher';
import { Xoshiro128 } from '../../src/kernels/Xoshiro128.ts';
import { randomFrom, wordsOf } from '../../src/random.ts';
import { chiSquareTest } from '../support/chiSquareTest.ts';
import { kolmogorovSmirnov } from '../support/kolmogorovSmirnov.ts';

const words = (generator: Xoshiro128, count: number): number[] =>
  Array.from({ length: count }, () => generator.next() >>> 0);

describe('xoshiro128++', () => {
  it('gives what the authors’ C program gives from the state 1, 2, 3, 4', () => {
    // The first ten words as the tests of rand_xoshiro have them from xoshiro128plusplus.c.
    expect(words(new Xoshiro128([1, 2, 3, 4]), 10)).toEqual([
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011,
      621204420,
    ]);
    // The word after 102,400 others, from PHP's test of its random extension.
    const generator = new Xoshiro128([1, 2, 3, 4]);
    words(generator, 102_400);
    expect(words(generator, 1)).toEqual([0x2c873cfa]);
  });

  it('jumps as the authors’ C program does', () => {
    const generator = new Xoshiro128([1, 2, 3, 4]);
    generator.jump();
    expect([...Uint32Array.from(generator.state)]).toEqual([2843103750, 2038079848, 1533207345, 44816753]);
  });
});

describe('seededRandom', () => {
  it('fills its state by splitmix64', () => {
    // The words of rand_xoshiro's Xoshiro128PlusPlus::seed_from_u64(0).
    expect(words(new Xoshiro128(seededRandom(0).state), 10)).toEqual([
      1179900579, 1938959192, 3089844957, 3657088315, 1015453891, 479942911, 3433842246, 669252886,
      3985671746, 2737205563,
    ]);
    // The first two outputs of splitmix64.c from 1234567.
    const [a, b, c, d] = Array.from(seededRandom(1234567).state, BigInt);
    expect([(b << 32n) | a, (d << 32n) | c]).toEqual([6457827717110365317n, 3203168211198807973n]);
  });

  it('returns the upper 53 of 64 bits, the lower word drawn first', () => {
    const random = seededRandom(5);
    const generator = new Xoshiro128(random.state);
    for (let i = 0; i < 1000; i++) {
      const [low, high] = words(generator, 2);
      const bits = (BigInt(high) << 32n) | BigInt(low);
      expect(random()).toBe(Number(bits >> 11n) * 2 ** -53);
    }
  });

  it('takes numbers and bigints, and tells seeds apart', () => {
    expect(seededRandom(7)()).toBe(seededRandom(7n)());
    const first = [0, 1, 2, 2 ** 32, Number.MAX_SAFE_INTEGER, 2n ** 64n - 1n].map((seed) =>
      seededRandom(seed)(),
    );
    expect(new Set(first).size).toBe(first.length);
  });

  it('goes on from a state that was kept', () => {
    const random = seededRandom(1);
    random();
    const kept = random.state;
    const next = [random(), random(), random()];
    random.state = kept;
    expect([random(), random(), random()]).toEqual(next);
    const other = seededRandom(2);
    other.state = Uint32Array.from(JSON.parse(JSON.stringify([...kept])));
    expect([other(), other(), other()]).toEqual(next);
    kept.fill(9);
    expect(random.state).not.toEqual(kept);
  });

  it('splits off a generator that goes on where it was, and jumps ahead itself', () => {
    const random = seededRandom(3);
    const undisturbed = seededRandom(3);
    const jumped = new Xoshiro128(random.state);
    jumped.jump();
    const other = random.split();
    expect([other(), other()]).toEqual([undisturbed(), undisturbed()]);
    expect(random.state).toEqual(Uint32Array.from(jumped.state));
    const streams = Array.from({ length: 5 }, () => random.split()());
    expect(new Set(streams).size).toBe(5);
  });

  it('differs from call to call without a seed', () => {
    expect(seededRandom().state).not.toEqual(seededRandom().state);
  });

  it.each([
    [-1, RangeError, 'seededRandom: seed must be an integer from 0 to 2^64 - 1, got -1'],
    [0.5, RangeError, 'got 0.5'],
    [Number.NaN, RangeError, 'got NaN'],
    [2 ** 53, RangeError, 'got 9007199254740992'],
    [1n << 64n, RangeError, 'got 18446744073709551616'],
    ['7', TypeError, 'seededRandom: seed must be an integer or a bigint, got string'],
  ])('refuses %s', (seed, kind, message) => {
    expect(() => seededRandom(seed as number)).toThrow(kind);
    expect(() => seededRandom(seed as number)).toThrow(message);
  });

  it.each([
    [[0, 0, 0, 0]],
    [[1, 2, 3]],
    [[1, 2, 3, 2 ** 32]],
    [[1, 2, 3, -1]],
    [[1, 2, 3, 0.5]],
    [undefined],
  ])('refuses the state %s', (state) => {
    const random = seededRandom(1);
    expect(() => {
      random.state = state as unknown as Uint32Array;
    }).toThrow(RangeError);
    expect(random()).toBe(seededRandom(1)());
  });
});

describe('uniform variates', () => {
  const N = 1_000_000;
  const random = seededRandom(20);
  const values = Float64Array.from({ length: N }, random);
  const counted = (cells: number, cell: (u: number, i: number) => number): number => {
    const counts = new Float64Array(cells);
    for (let i = 0; i < N; i++) counts[cell(values[i], i)]++;
    return chiSquareTest(counts);
  };

  it('are uniform', () => {
    expect(Math.min(...values.subarray(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(kolmogorovSmirnov(values)).toBeGreaterThan(1e-6);
    expect(counted(1000, (u) => Math.floor(u * 1000))).toBeGreaterThan(1e-6);
  });

  it('have uniform low bits', () => {
    expect(counted(256, (u) => Number(BigInt(u * 2 ** 53) & 255n))).toBeGreaterThan(1e-6);
    expect(counted(256, (u) => Number((BigInt(u * 2 ** 53) >> 17n) & 255n))).toBeGreaterThan(1e-6);
  });

  it('do not depend on the one before', () => {
    const before = (i: number): number => values[(i + N - 1) % N];
    expect(counted(1024, (u, i) => Math.floor(u * 32) * 32 + Math.floor(before(i) * 32))).toBeGreaterThan(
      1e-6,
    );
  });
});

describe('the words of a source', () => {
  it('are a seeded generator’s own, and the upper 32 bits of any other’s numbers', () => {
    const random = seededRandom(1);
    const expected = words(new Xoshiro128(random.state), 3);
    const own = wordsOf('test', random);
    expect([own.next() >>> 0, own.next() >>> 0, own.next() >>> 0]).toEqual(expected);
    const numbers = [0, 0.5, 1 - 2 ** -53, 2 ** -32];
    const other = wordsOf('test', () => numbers.shift() ?? 0);
    expect(Array.from({ length: 4 }, () => other.next() >>> 0)).toEqual([0, 2 ** 31, 2 ** 32 - 1, 1]);
  });

  it.each([1, -0.1, Number.NaN, Number.POSITIVE_INFINITY])('refuse %s', (value) => {
    const words = wordsOf('sample', () => value);
    expect(() => words.next()).toThrow(`sample: random must return numbers in [0, 1), got ${value}`);
  });
});

describe('options that name a source', () => {
  it('take either kind, and fall back to one unpredictable source', () => {
    expect(randomFrom('samples', { seed: 4 })()).toBe(seededRandom(4)());
    expect(randomFrom('samples', { random: Math.random })).toBe(Math.random);
    expect(randomFrom('samples')).toBe(randomFrom('samples', {}));
    expect(randomFrom('samples')()).not.toBe(randomFrom('samples')());
  });

  it('refuse both, and what is no function', () => {
    expect(() => randomFrom('samples', { seed: 4, random: Math.random })).toThrow(
      'samples: random and seed exclude each other, got both',
    );
    expect(() => randomFrom('samples', { random: 7 as unknown as () => number })).toThrow(
      'samples: random must be a function, got number',
    );
  });
});
