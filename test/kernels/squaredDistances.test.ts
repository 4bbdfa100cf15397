import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squaredDistances } from '../../src/kernels/squaredDistances.ts';
import { exactSum } from '../../src/special/exactSum.ts';
import { exactDecimal, expected } from '../support/table.ts';
import { bothKinds, type Matrix, values } from './matrices.ts';
import { onBothSides } from './onBothSides.ts';

/** |x - mu|² and |x|² of every row, the same from both sides. */
function distancesOf(rows: Matrix, mu: Float64Array, n: number): [Float64Array, Float64Array] {
  const both = onBothSides(() => {
    const out = new Float64Array(2 * n);
    squaredDistances(rows, mu, out.subarray(0, n), out.subarray(n));
    return out;
  }, `${rows.constructor.name} ${n} x ${mu.length}`);
  return [both.subarray(0, n), both.subarray(n)];
}

describe('squaredDistances', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [9, 5],
    [70, 17],
    [40, 256],
    [6, 16_387],
    [3, 40_000],
  ])('of %i rows of %i are those of exact arithmetic within their bound', (n, p) => {
    const mu = values(p, 77);
    for (const rows of bothKinds(values(n * p, p))) {
      const [distances, squares] = distancesOf(rows, mu, n);
      for (let i = 0; i < n; i++) {
        const row = Array.from(rows.subarray(i * p, (i + 1) * p));
        const differences = row.map((x, j) => x - mu[j]);
        // The rounded squares make up for half an ulp of each term: 1 ulp of the sum at the very most.
        const limit = 1 + p / 2 + 2;
        expect(squares[i]).toBeWithinUlp(exactSum(row.map((x) => x * x)), limit);
        expect(distances[i]).toBeWithinUlp(exactSum(differences.map((d) => d * d)), limit);
      }
    }
  });

  it('give 1 - cos close to mu, where the product of the two has lost it', () => {
    // x = (cos a, sin a) rounded; the exact 1 - cos of what x is, by 80 digits.
    const mu = Float64Array.of(1, 0);
    for (const angle of [1e-3, 1e-7, 1e-12, 1e-15]) {
      const rows = Float64Array.of(Math.cos(angle), Math.sin(angle));
      const [[distance], [square]] = distancesOf(rows, mu, 1);
      const length = Math.sqrt(square);
      const complement = (distance - (length - 1) ** 2) / (2 * length);
      const [x, y] = Array.from(rows, exactDecimal);
      const exact = x
        .div(x.times(x).plus(y.times(y)).sqrt())
        .neg()
        .plus(1);
      expect(complement).toBeWithinUlp(expected(exact).hi, 4);
    }
  });

  it('are those of the row moved to the origin, and do not care for the order of rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (n, p) => {
        const mu = values(p, n);
        const rows = values(n * p, p);
        const [distances, squares] = distancesOf(rows, mu, n);
        const moved = rows.map((x, i) => x - mu[i % p]);
        expect(distancesOf(moved, new Float64Array(p), n)).toEqual([distances, distances]);
        const turned = Float64Array.from(
          { length: n * p },
          (_, i) => rows[(n - 1 - Math.floor(i / p)) * p + (i % p)],
        );
        expect(distancesOf(turned, mu, n)).toEqual([distances.toReversed(), squares.toReversed()]);
      }),
    );
  });

  it('of a row with NaN or an infinity are not finite, the others are', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const rows of bothKinds(values(50 * 7, 4))) {
        rows[23 * 7 + 6] = bad;
        for (const result of distancesOf(rows, values(7, 5), 50)) {
          const spoilt = Array.from(result.keys()).filter((i) => !Number.isFinite(result[i]));
          expect(spoilt).toEqual([23]);
          expect(result[23]).toBe(Number.isNaN(bad) ? bad : Number.POSITIVE_INFINITY);
        }
      }
    }
  });

  it('of no rows are none', () => {
    for (const rows of [new Float64Array(0), new Float32Array(0)]) {
      expect(distancesOf(rows, Float64Array.of(1, 0, 0), 0)).toEqual([
        new Float64Array(0),
        new Float64Array(0),
      ]);
    }
  });
});
