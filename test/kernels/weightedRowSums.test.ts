import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weightedRowSums } from '../../src/kernels/weightedRowSums.ts';
import { exactSum } from '../../src/special/exactSum.ts';
import { bothKinds, type Matrix, values } from './matrices.ts';
import { onBothSides } from './onBothSides.ts';

const sumsOf = (rows: Matrix, weights: Float64Array, columns: number, p: number, start: number) =>
  onBothSides(
    () => {
      const sums = new Float64Array(columns * p).fill(start);
      weightedRowSums(rows, weights, columns, p, sums);
      return sums;
    },
    `${rows.length / p} x ${p} x ${columns}`,
  );

/** What the documentation calls the naive loop. */
const naive = (rows: Matrix, weights: Float64Array, columns: number, p: number, start: number) =>
  Float64Array.from({ length: columns * p }, (_, at) => {
    const [c, j] = [Math.floor(at / p), at % p];
    let sum = 0;
    for (let i = 0; i < rows.length / p; i++) sum += weights[i * columns + c] * rows[i * p + j];
    return start + sum;
  });

describe('weightedRowSums', () => {
  it.each([
    [1, 1, 1],
    [1, 2, 4],
    [3, 2, 5],
    [64, 3, 6],
    [65, 4, 9],
    [255, 5, 8],
    [257, 16, 3],
    [700, 33, 11],
    [31, 257, 64],
    [9, 1030, 10],
    [2, 9001, 61],
    [20, 3, 4001],
  ])('of %i rows of %i under %i sets of weights are the naive sums, to the bit', (n, p, columns) => {
    for (const rows of bothKinds(values(n * p, n))) {
      const weights = values(n * columns, columns + 50);
      const start = 0.1 * p;
      const sums = sumsOf(rows, weights, columns, p, start);
      const expected = naive(rows, weights, columns, p, start);
      expect(sums.findIndex((sum, at) => !Object.is(sum, expected[at]))).toBe(-1);
    }
  });

  it('are exact within n 2^-53 of the sum of sizes', () => {
    const [n, p, columns] = [300, 5, 7];
    const rows = values(n * p, 1).map((x) => x * 10 ** (8 * x));
    const weights = values(n * columns, 2);
    const sums = sumsOf(rows, weights, columns, p, 0);
    for (let at = 0; at < sums.length; at++) {
      const [c, j] = [Math.floor(at / p), at % p];
      const terms = Array.from({ length: n }, (_, i) => weights[i * columns + c] * rows[i * p + j]);
      const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
      expect(Math.abs(exactSum([...terms, -sums[at]]))).toBeLessThanOrEqual(n * 2 ** -53 * size);
    }
  });

  it('are the sums of the rows for weights of 0 and 1', () => {
    const shape = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 1, max: 40 })));
    fc.assert(
      fc.property(shape, ([n, p, columns]) => {
        const rows = values(n * p, p);
        const weights = Float64Array.from({ length: n * columns }, (_, at) =>
          at % columns === Math.floor(at / columns) % columns ? 1 : 0,
        );
        const expected = new Float64Array(columns * p);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < p; j++) expected[(i % columns) * p + j] += rows[i * p + j];
        }
        expect(sumsOf(rows, weights, columns, p, 0)).toEqual(expected);
      }),
    );
  });

  it('spread NaN over the column of a row and over the sums of a weight, and leave the others', () => {
    const rows = values(40 * 6, 1);
    const weights = values(40 * 8, 2);
    rows[7 * 6 + 2] = Number.NaN;
    weights[11 * 8 + 5] = Number.POSITIVE_INFINITY;
    const finite = Array.from(sumsOf(rows, weights, 8, 6, 0), Number.isFinite);
    expect(finite).toEqual(Array.from(finite, (_, at) => at % 6 !== 2 && Math.floor(at / 6) !== 5));
  });

  it('of nothing are what was there', () => {
    expect(sumsOf(new Float64Array(0), new Float64Array(0), 2, 3, 7)).toEqual(new Float64Array(6).fill(7));
  });
});
