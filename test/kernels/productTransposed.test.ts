import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { productTransposed } from '../../src/kernels/productTransposed.ts';
import { exactSum } from '../../src/special/exactSum.ts';
import { bothKinds, type Matrix, values } from './matrices.ts';
import { onBothSides } from './onBothSides.ts';

const product = (rows: Matrix, matrix: Matrix, p: number): Float64Array =>
  onBothSides(() => productTransposed(rows, matrix, p), `${rows.length / p} x ${p} x ${matrix.length / p}`);

/** What the documentation calls the naive loop. */
function naive(rows: Matrix, matrix: Matrix, p: number): Float64Array {
  const k = matrix.length / p;
  return Float64Array.from({ length: (rows.length / p) * k }, (_, at) => {
    const i = Math.floor(at / k);
    const c = at % k;
    let sum = 0;
    for (let j = 0; j < p; j++) sum += rows[i * p + j] * matrix[c * p + j];
    return sum;
  });
}

describe('productTransposed', () => {
  it.each([
    [1, 1, 1],
    [1, 2, 1],
    [2, 3, 4],
    [5, 4, 4],
    [6, 5, 3],
    [4, 7, 5],
    [61, 16, 9],
    [60, 255, 8],
    [66, 256, 2],
    [31, 257, 64],
    [13, 513, 7],
    [9, 1030, 10],
    [65, 3, 301],
    [10, 30_001, 71],
  ])('of %i rows of %i with %i rows is the naive loop, to the bit', (n, p, k) => {
    for (const rows of bothKinds(values(n * p, n))) {
      for (const matrix of bothKinds(values(k * p, k + 50))) {
        expect(product(rows, matrix, p)).toEqual(naive(rows, matrix, p));
      }
    }
  });

  it('is the exact product within p 2^-53 of the sum of sizes', () => {
    const [n, p, k] = [23, 120, 11];
    const rows = values(n * p, 1).map((x) => x * 10 ** (8 * x));
    const matrix = values(k * p, 2);
    const result = product(rows, matrix, p);
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < k; c++) {
        const terms = Array.from({ length: p }, (_, j) => rows[i * p + j] * matrix[c * p + j]);
        const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
        const error = exactSum([...terms, -result[i * k + c]]);
        expect(Math.abs(error)).toBeLessThanOrEqual(p * 2 ** -53 * size);
      }
    }
  });

  it('with the identity is the matrix, and its transpose with the factors exchanged', () => {
    const shape = fc.tuple(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 30 }),
    );
    fc.assert(
      fc.property(shape, ([n, p, k]) => {
        const rows = values(n * p, k);
        const matrix = values(k * p, n);
        const identity = Float64Array.from({ length: p * p }, (_, i) => (i % (p + 1) === 0 ? 1 : 0));
        expect(product(rows, identity, p)).toEqual(rows);
        const result = product(rows, matrix, p);
        const exchanged = product(matrix, rows, p);
        const transposed = result.map((_, at) => exchanged[(at % k) * n + Math.floor(at / k)]);
        expect(result).toEqual(transposed);
      }),
    );
  });

  it('spreads NaN and infinities over their row, and over their column', () => {
    const rows = values(30 * 6, 1);
    const matrix = values(8 * 6, 2);
    rows[7 * 6 + 2] = Number.NaN;
    rows[11 * 6] = Number.POSITIVE_INFINITY;
    matrix[5 * 6 + 3] = Number.NEGATIVE_INFINITY;
    const result = product(rows, matrix, 6);
    expect(result).toEqual(naive(rows, matrix, 6));
    const finite = Array.from(result, Number.isFinite);
    expect(finite).toEqual(
      Array.from(finite, (_, at) => ![7, 11].includes(Math.floor(at / 8)) && at % 8 !== 5),
    );
  });

  it('keeps the sign of zero that the naive loop has', () => {
    const rows = new Float64Array(20 * 3).fill(-0);
    expect(product(rows, values(5 * 3, 1), 3)).toEqual(new Float64Array(100));
  });

  it('writes to the array it is given, all of it', () => {
    const rows = values(12 * 4, 1);
    const matrix = values(5 * 4, 2);
    const out = onBothSides(() => {
      const target = new Float64Array(60).fill(9);
      expect(productTransposed(rows, matrix, 4, target)).toBe(target);
      return target;
    });
    expect(out).toEqual(product(rows, matrix, 4));
  });

  it('of nothing is empty', () => {
    expect(product(new Float64Array(0), values(12, 1), 3)).toHaveLength(0);
    expect(product(values(12, 1), new Float32Array(0), 3)).toHaveLength(0);
  });
});
