import { describe, expect, it } from 'vitest';
import { seededRandom } from 'von-mises-fisher';
import { normals } from '../../src/kernels/normals.ts';
import { Xoshiro256Lanes } from '../../src/kernels/Xoshiro256Lanes.ts';
import { LAYERS, TAIL_START, zigguratLayers } from '../../src/kernels/zigguratLayers.ts';
import { chiSquareSurvival } from '../support/chiSquareSurvival.ts';
import { chiSquareTest } from '../support/chiSquareTest.ts';
import { kolmogorovSmirnov } from '../support/kolmogorovSmirnov.ts';
import { normalCdf } from '../support/normalCdf.ts';
import { readTable } from '../support/table.ts';
import { onBothSides, withKernels } from './onBothSides.ts';

const draw = (count: number, seed: number): Float64Array => {
  const out = new Float64Array(count);
  normals(new Xoshiro256Lanes(seededRandom(seed).state), out);
  return out;
};

describe('the normal cdf of these tests', () => {
  it('agrees with 34-digit values', () => {
    for (const row of readTable('elementary').filter((row) => row.function === 'normal')) {
      expect(2 * normalCdf(-Number(row.x))).toBeWithinUlp(Number(row.value), 5000);
    }
  });
});

describe('the ziggurat', () => {
  const { edges, heights } = zigguratLayers();
  // By mpmath to 60 digits: where 1024 layers of equal area, the lowest with the tail, end at height 1.
  const AREA = 0.001226324646353088;

  it('has 1024 layers of equal area under the curve, which close at its top', () => {
    expect(TAIL_START).toBe(4.038849846109504);
    expect(edges[0] * heights[1]).toBeWithinUlp(AREA, 4);
    for (let i = 1; i < LAYERS; i++) {
      const width = edges[i];
      expect(heights[i]).toBeWithinUlp(Math.exp((-width * width) / 2), 32);
      // Rounding to 2^-53, and of TAIL_START to 2^-51, adds up over the layers.
      expect(Math.abs(width * (heights[i + 1] - heights[i]) - AREA)).toBeLessThan(2 ** -49);
    }
    expect(edges[LAYERS]).toBe(0);
    expect(heights[LAYERS]).toBe(1);
  });
});

describe('normal variates', () => {
  it('have the same bits from WebAssembly and from JavaScript, at once and in pieces', () => {
    const whole = onBothSides(() => draw(300_000, 3));
    for (const kind of ['wasm', 'javascript'] as const) {
      const generator = new Xoshiro256Lanes(seededRandom(3).state);
      withKernels(kind, () => {
        let at = 0;
        for (const count of [1, 2, 255, 1, 4096, 3, 5000, 10_000, 10_001, 60_000]) {
          const piece = new Float64Array(count);
          normals(generator, piece);
          expect(piece).toEqual(whole.slice(at, at + count));
          at += count;
        }
      });
    }
    const singles = new Float32Array(1000);
    normals(new Xoshiro256Lanes(seededRandom(3).state), singles);
    expect(singles).toEqual(Float32Array.from(whole.subarray(0, 1000)));
  });

  const N = 1_000_000;
  const values = draw(N, 11);

  it('follow the normal law', () => {
    expect(kolmogorovSmirnov(values.map(normalCdf))).toBeGreaterThan(1e-6);
  });

  it('have the moments 0, 1, 0, 3, 0, 15, 0, 105', () => {
    // E Z^k and the variance of Z^k, E Z^2k - (E Z^k)^2.
    const moments = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395, 0, 135135, 0, 2027025];
    for (let k = 1; k <= 8; k++) {
      const mean = values.reduce((sum, x) => sum + x ** k, 0) / N;
      const error = Math.sqrt((moments[2 * k] - moments[k] ** 2) / N);
      expect(Math.abs(mean - moments[k]), `moment ${k}`).toBeLessThan(5 * error);
    }
  });

  it('are independent of their neighbours and of their own signs', () => {
    const cell = (x: number): number => Math.min(15, Math.floor(normalCdf(x) * 16));
    const counts = new Float64Array(256);
    for (let i = 1; i < N; i++) counts[cell(values[i - 1]) * 16 + cell(values[i])]++;
    expect(chiSquareTest(counts)).toBeGreaterThan(1e-6);
    const positive = values.filter((x) => x > 0).length;
    expect(chiSquareTest([positive, N - positive])).toBeGreaterThan(1e-6);
  });

  it('have their tail: beyond where the layers end, and deep', () => {
    const tail = Array.from({ length: 20 }, (_, seed) => draw(N / 2, 100 + seed)).flatMap((draws) =>
      Array.from(draws.filter((x) => Math.abs(x) > TAIL_START)),
    );
    // 10⁷ draws: the count beyond r is Poisson of mean 537; within 5 standard deviations.
    const beyond = (x: number): number => chiSquareSurvival(x * x, 1);
    const expectedCount = 1e7 * beyond(TAIL_START);
    expect(Math.abs(tail.length - expectedCount)).toBeLessThan(5 * Math.sqrt(expectedCount));
    expect(Math.max(...tail.map(Math.abs))).toBeGreaterThan(4.8); // missed once in 10⁷
    expect(kolmogorovSmirnov(tail.map((x) => beyond(x) / beyond(TAIL_START)))).toBeGreaterThan(1e-6);
    const positive = tail.filter((x) => x > 0).length;
    expect(chiSquareTest([positive, tail.length - positive])).toBeGreaterThan(1e-6);
  });
});
