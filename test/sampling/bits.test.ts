/** One seed, one sequence of bits: through WebAssembly or not, at once or in pieces, on every engine. */
import { describe, expect, it } from 'vitest';
import { type SeededRandom, seededRandom } from 'von-mises-fisher';
import { CosineLaw } from '../../src/cosine/CosineLaw.ts';
import { sampleRows } from '../../src/sampling/sampleRows.ts';
import { sampleRowsWithGradient } from '../../src/sampling/sampleRowsWithGradient.ts';
import { onBothSides, withKernels } from '../kernels/onBothSides.ts';
import { digest } from '../support/digest.ts';
import { kolmogorovSmirnov } from '../support/kolmogorovSmirnov.ts';
import { unitVector } from '../support/unitVector.ts';

const DIMENSIONS = [2, 3, 4, 5, 6, 7, 8, 64, 255, 1024];
const CONCENTRATIONS = [0, 1e-10, 0.1, 1, 10, 100, 1e4, 1e10, 1e30, Number.MAX_VALUE];

const draw = (p: number, kappa: number, n: number, random: SeededRandom | (() => number)): Float64Array =>
  sampleRows(unitVector(p), kappa, n, random, new Float64Array(n * p));

describe.each(DIMENSIONS)('p = %d', (p) => {
  // Enough values for several chunks of the kernel, and a last one that is not full.
  const n = Math.ceil(20_001 / p);

  it('gives the same bits from WebAssembly and from JavaScript, and leaves the generator the same', () => {
    for (const kappa of CONCENTRATIONS) {
      onBothSides(() => {
        const random = seededRandom(p);
        return Float64Array.of(...draw(p, kappa, n, random), ...random.state);
      }, `κ = ${kappa}`);
    }
  });

  it('gives the same draws one by one, in pieces and at once', () => {
    for (const kappa of [0, 10, 1e30]) {
      const whole = draw(p, kappa, n, seededRandom(4));
      const random = seededRandom(4);
      const pieces = [1, 2, Math.floor(n / 2), n - 3 - Math.floor(n / 2)].map((count) =>
        draw(p, kappa, count, random),
      );
      const joined = new Float64Array(whole.length);
      let at = 0;
      for (const piece of pieces) {
        joined.set(piece, at);
        at += piece.length;
      }
      expect(digest(joined)).toBe(digest(whole));
      const single = seededRandom(4);
      for (let i = 0; i < 20; i++) {
        expect(draw(p, kappa, 1, single)).toEqual(whole.subarray(i * p, i * p + p));
      }
    }
  });

  it('rounds the same doubles for a Float32Array', () => {
    const doubles = draw(p, 20, n, seededRandom(8));
    for (const kind of ['wasm', 'javascript'] as const) {
      const singles = withKernels(kind, () =>
        sampleRows(unitVector(p), 20, n, seededRandom(8), new Float32Array(n * p)),
      );
      expect(digest(singles)).toBe(digest(Float32Array.from(doubles)));
    }
  });

  it('draws from any source of uniform numbers, by the same law', () => {
    const source = seededRandom(12);
    const mu = unitVector(p);
    const law = new CosineLaw(p, 5);
    const rows = draw(p, 5, 2000, () => source());
    const probabilities = Float64Array.from({ length: 2000 }, (_, i) =>
      law.cdf(mu.reduce((sum, x, j) => sum + x * rows[i * p + j], 0)),
    );
    expect(kolmogorovSmirnov(probabilities)).toBeGreaterThan(1e-6);
  });

  it('draws with gradients are the same draws', () => {
    for (const kappa of [0, 3, 1e30]) {
      const { samples } = sampleRowsWithGradient(unitVector(p), kappa, 300, seededRandom(21));
      expect(digest(samples)).toBe(digest(draw(p, kappa, 300, seededRandom(21))));
    }
  });
});

it('refuses a wrong out and a source that leaves [0, 1)', () => {
  expect(() => sampleRows(unitVector(3), 1, 2, Math.random, new Float64Array(5))).toThrow(
    'samples: out must have length n·p = 6, got 5',
  );
  expect(() => draw(3, 1, 2, () => 1)).toThrow('samples: random must return numbers in [0, 1), got 1');
});

/**
 * These digests say nothing about correctness, which the other tests show: they fail when a release would give
 * other draws than the last one for the same seed, which belongs in the CHANGELOG under numerical changes.
 */
describe('draws of a seed stay what they are', () => {
  it.each([
    [2, 0.5, '0957a0ecc0c1731a'],
    [2, 1e30, '1177f323753acf54'],
    [3, 10, '41af8c18ec3a8e66'],
    [3, 0, '28ab98b9dcf2ceec'],
    [4, 1, 'a0d82271cd3a07cc'],
    [64, 100, '4aad480f8a002329'],
    [256, 500, '240414038c90effe'],
    [1024, 1e4, 'ea2b746b5aaa417c'],
  ])('p = %d, κ = %d', (p, kappa, pinned) => {
    expect(digest(draw(p, kappa, 1000, seededRandom(2022)))).toBe(pinned);
  });
});
