import { describe, expect, it } from 'vitest';
import { seededRandom } from 'von-mises-fisher';
import { type Bits, Xoshiro256 } from '../../src/kernels/Xoshiro256.ts';
import { Xoshiro256Lanes } from '../../src/kernels/Xoshiro256Lanes.ts';
import { bitsOf, randomFrom } from '../../src/random.ts';
import { chiSquareTest } from '../support/chiSquareTest.ts';
import { kolmogorovSmirnov } from '../support/kolmogorovSmirnov.ts';

/** The next outputs as whole 64-bit integers. */
const outputs = (generator: Bits, count: number): bigint[] =>
  Array.from({ length: count }, () => {
    generator.next();
    const [low, high] = generator.drawn;
    return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  });
const ONES = 2n ** 64n - 1n;
/** Words of 64 bits as the halves of a state. */
const stateOf = (...words: bigint[]): number[] =>
  words.flatMap((word) => [Number(word & 0xffffffffn), Number(word >> 32n)]);

describe('xoshiro256++', () => {
  it('gives what the authors’ C program gives', () => {
    // From xoshiro256plusplus.c, as the tests of rand_xoshiro have them.
    expect(outputs(new Xoshiro256(stateOf(1n, 2n, 3n, 4n)), 10)).toEqual([
      41943041n,
      58720359n,
      3588806011781223n,
      3591011842654386n,
      9228616714210784205n,
      9973669472204895162n,
      14011001112246962877n,
      12406186145184390807n,
      15849039046786891736n,
      10450023813501588000n,
    ]);
  });

  it('jumps as the authors’ C program does', () => {
    // From a port of xoshiro256plusplus.c to Fortran, which lists the state and what follows.
    const generator = new Xoshiro256(stateOf(0n, 0n, 0n, 1n));
    generator.jump();
    const jumped = stateOf(
      0x934d05e8b2076310n,
      0xeabdd0bf76a1be51n,
      0x75dd6a992accb1e8n,
      0xc660c602a7330187n,
    );
    expect([...Uint32Array.from(generator.state)]).toEqual(jumped);
    expect(outputs(generator, 3)).toEqual([0x88f9a31afdb439f5n, 0x38134a20dfa1a232n, 0x21d6a25a297797c7n]);
  });

  it('jumps by 2^128 and by 2^192 steps, as the matrix of a step squared so many times says', () => {
    const unit = (bit: number): bigint[] =>
      [0n, 1n, 2n, 3n].map((word) => ((1n << BigInt(bit)) >> (64n * word)) & ONES);
    const moved = (state: readonly bigint[], move: (generator: Xoshiro256) => void): bigint => {
      const generator = new Xoshiro256(stateOf(...state));
      move(generator);
      return [...Uint32Array.from(generator.state)].reduce(
        (sum, word, i) => sum | (BigInt(word) << BigInt(32 * i)),
        0n,
      );
    };
    // Column by column: where a step takes each bit of the state.
    let power = Array.from({ length: 256 }, (_, bit) => moved(unit(bit), (generator) => generator.next()));
    const applied = (matrix: readonly bigint[], vector: bigint): bigint => {
      const digits = vector.toString(2);
      let image = 0n;
      for (let i = 0; i < digits.length; i++) {
        if (digits[digits.length - 1 - i] === '1') image ^= matrix[i];
      }
      return image;
    };
    const start = [0x0123456789abcdefn, 0xfedcba9876543210n, 0x9e3779b97f4a7c15n, 0xbf58476d1ce4e5b9n];
    const whole = start.reduce((sum, word, i) => sum | (word << BigInt(64 * i)), 0n);
    const square = (times: number): void => {
      for (let i = 0; i < times; i++) {
        const matrix = power;
        power = matrix.map((column) => applied(matrix, column));
      }
    };
    square(128);
    expect(moved(start, (generator) => generator.jump())).toBe(applied(power, whole));
    square(64);
    expect(moved(start, (generator) => generator.longJump())).toBe(applied(power, whole));
  });
});

describe('two lanes of xoshiro256++', () => {
  const start = stateOf(1n, 2n, 3n, 4n);
  const ahead = new Xoshiro256(start);
  ahead.longJump();

  it('take turns, the second 2^192 steps ahead', () => {
    const first = outputs(new Xoshiro256(start), 50);
    const second = outputs(new Xoshiro256(ahead.state), 50);
    expect(outputs(new Xoshiro256Lanes(start), 100)).toEqual(first.flatMap((bits, i) => [bits, second[i]]));
  });

  it('have the lane whose turn it is first in their state', () => {
    const lanes = new Xoshiro256Lanes(start);
    expect(lanes.state).toEqual(Int32Array.of(...start, ...ahead.state));
    lanes.next();
    const stepped = new Xoshiro256(start);
    stepped.next();
    expect(lanes.state).toEqual(Int32Array.of(...ahead.state, ...stepped.state));
    for (const drawn of [0, 1]) {
      const restored = new Xoshiro256Lanes(lanes.state);
      expect(outputs(restored, 5), `after ${drawn + 1}`).toEqual(
        outputs(new Xoshiro256Lanes(lanes.state), 5),
      );
      const other = new Xoshiro256Lanes(start);
      other.next();
      other.state = lanes.state;
      expect(outputs(other, 5)).toEqual(outputs(new Xoshiro256Lanes(lanes.state), 5));
      lanes.next();
    }
  });

  it('jump both by 2^128 steps', () => {
    const lanes = new Xoshiro256Lanes(start);
    const alone = [new Xoshiro256(start), new Xoshiro256(ahead.state)];
    lanes.jump();
    for (const lane of alone) lane.jump();
    expect(lanes.state).toEqual(Int32Array.of(...alone[0].state, ...alone[1].state));
  });
});

describe('seededRandom', () => {
  it('fills its state by splitmix64', () => {
    // rand_xoshiro's Xoshiro256PlusPlus::seed_from_u64(0): every other output.
    const everyOther = outputs(bitsOf('test', seededRandom(0)), 20).filter((_, i) => i % 2 === 0);
    expect(everyOther).toEqual([
      5987356902031041503n,
      7051070477665621255n,
      6633766593972829180n,
      211316841551650330n,
      9136120204379184874n,
      379361710973160858n,
      15813423377499357806n,
      15596884590815070553n,
      5439680534584881407n,
      1369371744833522710n,
    ]);
    // The first two outputs of splitmix64.c from 1234567.
    expect(Array.from(seededRandom(1234567).state).slice(0, 4)).toEqual(
      stateOf(6457827717110365317n, 3203168211198807973n),
    );
  });

  it('returns the upper 53 of 64 bits', () => {
    const random = seededRandom(5);
    for (const bits of outputs(new Xoshiro256Lanes(random.state), 1000)) {
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
    const jumped = new Xoshiro256Lanes(random.state);
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

  const states: readonly (readonly [unknown])[] = [
    [Array(16).fill(0)],
    [[...Array(8).fill(0), ...Array(8).fill(1)]],
    [[...Array(8).fill(1), ...Array(8).fill(0)]],
    [[1, 2, 3, 4, 5, 6, 7, 8]],
    ...[2 ** 32, -1, 0.5].map((word): [unknown] => [[...Array(15).fill(1), word]]),
    [undefined],
  ];
  it.each(states)('refuses the state %s', (state) => {
    const random = seededRandom(1);
    expect(() => {
      random.state = state as Uint32Array;
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

describe('the bits of a source', () => {
  it('are a seeded generator’s own, and the upper 32 of any other’s numbers', () => {
    const random = seededRandom(1);
    const expected = outputs(new Xoshiro256Lanes(random.state), 3);
    expect(outputs(bitsOf('test', random), 3)).toEqual(expected);
    const numbers = [0, 0.5, 1 - 2 ** -53, 2 ** -32];
    const other = bitsOf('test', () => numbers.shift() ?? 0);
    expect(outputs(other, 2)).toEqual([0x8000000000000000n, 0x00000001ffffffffn]);
  });

  it.each([1, -0.1, Number.NaN, Number.POSITIVE_INFINITY])('refuse %s', (value) => {
    const bits = bitsOf('sample', () => value);
    expect(() => bits.next()).toThrow(`sample: random must return numbers in [0, 1), got ${value}`);
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
